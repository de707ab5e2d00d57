"""Where a message speaks of: what it names, else the linked account, else what was named before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions.gate import named_account
from actions.turn import Turn, previous_turn
from bot.accounts.records import find_account
from bot.identity.links import current_link
from bot.outages.answers import named_district
from bot.outages.areas import AreaInfo, area_by_id, area_info, find_areas, region_of_city


@dataclass(frozen=True)
class Place:
    """A premise by its account number, or a place by its names."""

    areas: tuple[AreaInfo, ...] = ()
    """Areas that it may be; none: no such district in the records."""
    account: str | None = None
    """Set: the place is only known through this number and must not be named."""
    city: str | None = None
    district: str | None = None

    @property
    def area(self) -> AreaInfo | None:
        """The one area, or None while it could be several or none."""
        certain = len(self.areas) == 1 and (self.account or self.district)
        return self.areas[0] if certain else None

    @property
    def region(self) -> str | None:
        """Key of the region; None while it could be several."""
        regions = {area.region for area in self.areas}
        if self.city is not None:
            regions.add(region_of_city(self.city) or "")
        return regions.pop() if len(regions) == 1 else None


def place_of_account(session: Session, number: str) -> Place:
    """The premise of an account number, which need not be on file."""
    account = find_account(session, number)
    return Place((area_info(account.area),) if account else (), account=number)


def place_named(session: Session, city: str | None, district: str | None) -> Place | None:
    """The place of that city and district; None when neither was named."""
    if city is None and district is None:
        return None
    return Place(find_areas(session, city, district), city=city, district=district)


def place_in_message(session: Session, turn: Turn) -> Place | None:
    """What this very message names."""
    chosen = turn.entity("area")
    area = area_by_id(session, int(chosen)) if chosen and chosen.isdigit() else None
    if area is not None:
        return Place((area,), city=area.city, district=area.district)
    number = turn.entity("account_number")
    if number is None and turn.active_form is None and not turn.entity("district"):
        number = named_account(session, turn)
    if number is not None:
        return place_of_account(session, number)
    return place_named(session, turn.entity("city"), turn.entity("district") or _asked_about(turn))


def _asked_about(turn: Turn) -> str | None:
    """The district whose city was asked for, when this message is that city."""
    question = turn.slots.get("outage_question") or {}
    return question.get("district") if turn.entity("city") else None


def unlisted_place(turn: Turn) -> Place | None:
    """A district that the message names and no list knows: "بحي الغدير"."""
    if turn.entity("district") or turn.entity("account_number") or turn.entity("area"):
        return None
    unknown = named_district(turn.text)
    return Place(city=turn.entity("city"), district=unknown) if unknown else None


def place_of_turn(session: Session, turn: Turn, tracker: Any) -> Place | None:
    """The message's place, else the linked account's, else the one named last in this session."""
    named = place_in_message(session, turn)
    if named is not None:
        return named
    link = current_link(session, turn.conversation)
    if link is not None:
        return place_of_account(session, link.account_number)
    return _named_before(session, tracker)


def asked_for_place(tracker: Tracker) -> str | None:
    """The action that asked in the turn before which place is meant: an account answers it."""
    for event in reversed(previous_turn(tracker)):
        if event.get("event") == "slot" and event.get("name") == "outage_question":
            asked: str | None = (event.get("value") or {}).get("action")
            return asked
    return None


def _named_before(session: Session, tracker: Any) -> Place | None:
    """The place named last; a city given in answer to "which city?" keeps its district."""
    city = None
    for event in reversed(tracker.events):
        if event.get("event") != "user":
            continue
        entities = (event.get("parse_data") or {}).get("entities") or []
        names = {e["entity"]: str(e["value"]) for e in reversed(entities)}
        chosen = names.get("area", "")
        area = area_by_id(session, int(chosen)) if chosen.isdigit() else None
        if city is not None:
            return place_named(session, names.get("city", city), names.get("district"))
        if area is not None:
            return Place((area,), city=area.city, district=area.district)
        if "account_number" in names:
            return place_of_account(session, names["account_number"])
        if "district" in names:
            return place_named(session, names.get("city"), names["district"])
        city = names.get("city")
    return place_named(session, city, None)
