"""A transcript message as Telegram messages: texts in pieces, buttons, pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.gateway.buttons import card_rows, choices
from bot.gateway.words import word
from bot.rendering.bidi import isolate

TEXT_LIMIT = 4096
"""UTF-16 units that one Telegram message holds."""
CAPTION_LIMIT = 1024
_RAW_LIMIT = 2000
"""Of a piece before isolates are added; they at most double it."""
_SHORT_TITLE = 18
"""Titles up to this long stand two in a row."""

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup


@dataclass(frozen=True)
class Part:
    """One Telegram message. With `picture` (a file name in `var/media`), `sealed` (a clerk's
    picture in `bot/attachments`) or `document` (see `bot/delivery/documents.py`), `text` is its
    caption."""

    text: str
    picture: str | None = None
    markup: Markup | None = None
    document: dict[str, Any] | None = None
    sealed: str | None = None


def length(text: str) -> int:
    """As Telegram counts: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` units, cut at a paragraph, a line or a word where there is one."""
    pieces = []
    rest = text.strip()
    while length(rest) > limit:
        head = rest.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")
        cuts = (head.rfind(mark) for mark in ("\n\n", "\n", " "))
        cut = next((cut for cut in cuts if cut > len(head) // 3), len(head))
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def compose(message_id: int, content: dict[str, Any]) -> list[Part]:
    """The parts to send for a transcript message, in order."""
    text = "\n\n".join(filter(None, [content.get("text") or "", _card(content)]))
    shown = isolate(text)
    pieces = (
        [shown] if length(shown) <= TEXT_LIMIT else [isolate(p) for p in split(text, _RAW_LIMIT)]
    )
    parts = [Part(piece) for piece in pieces if piece]
    picture = content.get("image")
    if picture:
        parts = _with_file(parts, Part("", picture=str(picture).removeprefix("media:")))
    if content.get("picture"):
        parts = _with_file(parts, Part("", sealed=content["picture"]["file"]))
    if content.get("document"):
        parts = _with_file(parts, Part("", document=content["document"]))
    return _with_markup(parts, message_id, content)


def _with_file(parts: list[Part], file: Part) -> list[Part]:
    """The picture or document comes first, with the words as its caption if they fit."""
    if parts and length(parts[0].text) <= CAPTION_LIMIT:
        return [replace(file, text=parts[0].text), *parts[1:]]
    return [file, *parts]


def _with_markup(parts: list[Part], message_id: int, content: dict[str, Any]) -> list[Part]:
    """Buttons go below the last part. A message holds one keyboard, so with a request for the
    contact they follow in a short message of their own."""
    buttons = _inline(message_id, content)
    if not parts:
        parts = [Part(word("or_choose"))] if buttons or content.get("request_contact") else []
    if content.get("request_contact") and parts:
        last = parts.pop()
        parts.append(replace(last, markup=_share_keyboard()))
        return [*parts, Part(word("or_choose"), markup=buttons)] if buttons else parts
    if buttons and parts:
        last = parts.pop()
        parts.append(replace(last, markup=buttons))
    return parts


def _card(content: dict[str, Any]) -> str:
    card = content.get("card")
    if not card:
        return ""
    lines = [f"{label}: {value}" for label, value, _payload in card_rows(content)]
    return "\n".join([str(card.get("title") or ""), *lines]).strip()


def _inline(message_id: int, content: dict[str, Any]) -> InlineKeyboardMarkup | None:
    rows: list[list[InlineKeyboardButton]] = []
    for choice in choices(message_id, content):
        button = InlineKeyboardButton(choice.title, callback_data=choice.id)
        short = len(choice.title) <= _SHORT_TITLE
        if short and rows and len(rows[-1]) == 1 and len(rows[-1][0].text) <= _SHORT_TITLE:
            rows[-1].append(button)
        else:
            rows.append([button])
    return InlineKeyboardMarkup(rows) if rows else None


def _share_keyboard() -> ReplyKeyboardMarkup:
    button = KeyboardButton(word("share_button"), request_contact=True)
    return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
