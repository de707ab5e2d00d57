"""The files of appliances and tips, and what a device uses."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.tables import Account
from bot.clock import RIYADH
from bot.database import engine, reading
from bot.demo.seed import seed_database
from bot.text.appliances import APPLIANCES_FILE
from bot.text.values import find_values
from bot.usage.appliances import (
    AppliancesError,
    Use,
    appliances,
    load_appliances,
    read_minutes,
    read_power,
)
from bot.usage.tips import TIPS_FILE, TipsError, Trait, advice, general_advice, load_tips, tips

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
KEYS = st.sampled_from(sorted(appliances()))


def test_an_air_conditioner_by_hand() -> None:
    use = Use(appliances()["ac_split"], 18_000, 480)
    assert use.watts == 1800
    assert use.month_kwh == 432


@given(KEYS, st.integers(0, 1440), st.integers(0, 1440), st.integers(1, 20))
def test_longer_and_more_never_use_less(key: str, one: int, more: int, count: int) -> None:
    device = appliances()[key]
    short, long = Use(device, device.size, one), Use(device, device.size, one + more)
    assert long.month_kwh >= short.month_kwh
    assert Use(device, device.size, one, count).month_kwh == count * short.month_kwh


@pytest.mark.parametrize(
    ("power", "key", "size"),
    [
        ("18000btu", "ac", (18_000, True)),
        ("1500w", "heater", (1500, False)),
        ("2hp", "pump", (1491, False)),
        ("2hp", "ac", (18_000, True)),
    ],
)
def test_power_as_it_is_said(power: str, key: str, size: tuple[int, bool]) -> None:
    assert read_power(power, appliances()[key]) == size
    assert read_minutes("2000m") == 1440


def test_every_name_of_the_file_is_heard_as_its_device() -> None:
    content = yaml.safe_load(APPLIANCES_FILE.read_text(encoding="utf-8"))["appliances"]
    for key, body in content.items():
        for name in body["names"]:
            found = [v.value for v in find_values(f"كم يكلف {name} عندنا") if v.kind == "appliance"]
            assert found == [key], name


@pytest.mark.parametrize(
    ("change", "says"),
    [({"watts": 0}, "cannot be"), ({"hours": 30}, "cannot be"), ({"source": "?"}, "missing"),
     ({"confidence": "uncertain"}, "uncertain"), ({"title": None}, "")],
)  # fmt: skip
def test_a_wrong_file_says_where(tmp_path: Path, change: dict[str, object], says: str) -> None:
    body = {"title": "جهاز", "names": ["جهاز"], "watts": 100, "hours": 2, "source": "a",
            "confidence": "good", **change}  # fmt: skip
    path = tmp_path / "a.yml"
    path.write_text(
        yaml.safe_dump({"sources": {"a": "somebody"}, "appliances": {"x": body}}), encoding="utf-8"
    )
    if says:
        with pytest.raises(AppliancesError, match=says):
            load_appliances(path)
    else:
        assert load_appliances(path)["x"].watts(100) == Decimal(100)


def test_every_tip_has_a_source_and_every_trait_three_tips(tmp_path: Path) -> None:
    assert all(tip.source and tip.text for tip in tips())
    assert len(general_advice().tips) == 3
    path = tmp_path / "tips.yml"
    content = yaml.safe_load(TIPS_FILE.read_text(encoding="utf-8"))
    content["tips"]["degree"]["fits"] = ["spring"]
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(TipsError, match="spring"):
        load_tips(path)


def test_tips_fit_the_curve(database: None) -> None:
    seed_database(engine(), 300, 1, MOMENT)
    with reading() as session:
        found = {n: advice(session, session.get(Account, n), MOMENT.date()) for n in range(1, 301)}
    assert found[10].trait is Trait.UPPER
    assert 1 <= (found[10].figure or 0) <= 12
    assert found[1].trait is Trait.SUMMER
    assert (found[1].figure or 0) > 40
    assert {each.trait for each in found.values()} >= {
        Trait.UPPER,
        Trait.SUMMER,
        Trait.NIGHT,
        Trait.ANY,
    }
    assert all(len(each.tips) == 3 for each in found.values())
