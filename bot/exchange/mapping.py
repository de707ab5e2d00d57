"""The small YAML file that says how a utility's own files are to be read.

encoding: windows-1256        # default: found out
delimiter: ";"                # default: found out
dates: day_first              # 22/11/2026; default: only dates that begin with the year
decimal_comma: false          # 1.234,50
columns:                      # our name: theirs
  account: رقم الحساب
values:                       # our name: {their word: ours}
  state: {مسددة: paid, غير مسددة: unpaid}
fixed:                        # our name: the same for every row
  tariff_category: residential
"""

from __future__ import annotations

import codecs
import hashlib
import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, Extra, ValidationError, validator

from bot.exchange.values import Dates, Form
from bot.text.normalise import fold_text


class MappingError(Exception):
    """The mapping, or the file that it is for, cannot be used; the message says what to change."""


class Mapping(BaseModel):
    """How files are read; everything may be left out."""

    encoding: str | None = None
    delimiter: str | None = None
    dates: Dates = Dates.YEAR_FIRST
    decimal_comma: bool = False
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    fixed: dict[str, str] = {}

    class Config:
        """A word that we do not know is a slip of the pen."""

        extra = Extra.forbid

    @validator("encoding")
    def _known(cls, value: str | None) -> str | None:
        """Line by line and by bytes: that is how a file is read and gone on with."""
        if value is None:
            return None
        try:
            name = codecs.lookup(value).name
            plain = b"\n".decode(name) == "\n"
        except LookupError as error:
            raise ValueError("no such encoding") from error
        except UnicodeDecodeError:
            plain = False
        if not plain:
            raise ValueError("files in UTF-16 or UTF-32 are to be saved as UTF-8 first")
        return name

    @validator("delimiter")
    def _one(cls, value: str | None) -> str | None:
        if value is not None and (len(value) != 1 or not value.isascii()):
            raise ValueError("one character")
        return value

    @validator("values", "fixed", pre=True)
    def _texts(cls, value: Any) -> Any:
        """YAML reads `1` and `true` as no texts; the file has texts."""
        if not isinstance(value, dict):
            return value
        return {
            key: {str(theirs): str(ours) for theirs, ours in inner.items()}
            if isinstance(inner, dict)
            else str(inner)
            for key, inner in value.items()
        }

    @property
    def form(self) -> Form:
        """How values are written."""
        return Form(self.dates, self.decimal_comma)

    @property
    def digest(self) -> str:
        """The same for mappings that read alike."""
        return hashlib.sha256(json.dumps(self.dict(), sort_keys=True).encode()).hexdigest()

    def translations(self, field: str) -> dict[str, str]:
        """Folded word of theirs → ours."""
        return {fold_text(theirs): ours for theirs, ours in self.values.get(field, {}).items()}


def read_mapping(path: Path | None, encoding: str | None = None) -> Mapping:
    """The mapping of a file; without one, files have our own names. `encoding` wins over its own.

    Raises:
        MappingError: no such file, or it makes no sense.
    """
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8")) or {} if path else {}
        if encoding and isinstance(given, dict):
            given["encoding"] = encoding
        return Mapping.parse_obj(given)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise MappingError(f"{path or 'the command line'}: {error}") from error


def place_columns(header: list[str], fields: dict[str, bool], mapping: Mapping) -> dict[str, int]:
    """Where in a row each of our fields stands; `fields` says which are needed.

    Names are compared folded: hamza, case, spaces and direction marks do not matter.

    Raises:
        MappingError: a needed column is not there, twice there, or the mapping names another field.
    """
    for given in (mapping.columns, mapping.values, mapping.fixed):
        for name in set(given) - set(fields):
            raise MappingError(f"the mapping speaks of {name!r}; known are {', '.join(fields)}")
    folded = [fold_text(name) for name in header]
    found: dict[str, int] = {}
    missing = []
    for name, needed in fields.items():
        theirs = mapping.columns.get(name, name)
        count = folded.count(fold_text(theirs))
        if count > 1:
            raise MappingError(f"the column {theirs!r} is there {count} times")
        if count:
            found[name] = folded.index(fold_text(theirs))
        elif name in mapping.columns or (needed and name not in mapping.fixed):
            missing.append(theirs)
    if missing:
        raise MappingError(
            f"no column {', '.join(missing)}; the file has {', '.join(header)}. "
            "A mapping says which column is which (docs/exchange.md)"
        )
    return found
