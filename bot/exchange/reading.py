"""From a batch of texts to columns of values, and back to what was wrong in which line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.exchange.kinds import Columns, Kind, Problem, without
from bot.exchange.mapping import Mapping, place_columns
from bot.exchange.source import Batch, Position, Reject
from bot.exchange.values import read_column
from bot.text.normalise import fold_text


@dataclass
class Values:
    """The good rows of a batch, and what tells where in the file they stand."""

    columns: Columns
    places: Sequence[int]
    """Where in the batch each row of `columns` stands."""
    lines: Sequence[int]
    """Where each row of the batch begins."""
    text: Callable[[int], str]
    """A row of the batch as it stands in the file."""
    rejects: list[Reject]
    after: Position

    def drop(self, problems: Sequence[Problem], places: set[int]) -> None:
        """Take rows out; those with a problem become rejects."""
        self.rejects = self.with_problems(problems)
        if places:
            self.columns = without(self.columns, places)
            self.places = [at for row, at in enumerate(self.places) if row not in places]

    def with_problems(self, problems: Sequence[Problem]) -> list[Reject]:
        """All rejects in the order of the file, with those that the database found."""
        found = [self._reject(self.places[each.place], each) for each in problems]
        return sorted([*self.rejects, *found], key=lambda reject: reject.line)

    def _reject(self, place: int, problem: Problem) -> Reject:
        return Reject(self.lines[place], problem.column, problem.reason, self.text(place))


class Reading:
    """How the rows of one file become values of a kind."""

    def __init__(self, kind: Kind, header: list[str], mapping: Mapping) -> None:
        """Find the columns.

        Raises:
            MappingError: they are not those of the kind.
        """
        self._kind, self._mapping = kind, mapping
        needed = {name: field.needed for name, field in kind.fields.items()}
        self._places = place_columns(header, needed, mapping)
        self._words = {name: mapping.translations(name) for name in mapping.values}
        self._width = len(header)

    def read(self, batch: Batch) -> Values:
        """The values of a batch; rows with a bad one are among the rejects."""
        texts = list(zip(*batch.rows, strict=True)) or [()] * self._width
        bad: dict[int, Problem] = {}
        columns = {name: self._column(name, texts, bad) for name in self._kind.fields}
        places = range(len(batch.rows))
        values = Values(columns, places, batch.lines, batch.text, list(batch.rejects), batch.after)
        # A row of nothing but delimiters is what spreadsheets leave below a table.
        told = [problem for place, problem in bad.items() if any(batch.rows[place])]
        values.drop(told, set(bad))
        checked = {problem.place: problem for problem in self._kind.check(values.columns)}
        values.drop(list(checked.values()), set(checked))
        return values

    def _column(
        self, name: str, texts: Sequence[Sequence[str]], bad: dict[int, Problem]
    ) -> list[Any]:
        """The values of one field; rows where it is wrong go into `bad`."""
        field, mapping = self._kind.fields[name], self._mapping
        if name in mapping.fixed:
            column: Sequence[str] = [mapping.fixed[name]] * len(texts[0])
        elif name in self._places:
            column = texts[self._places[name]]
        else:
            return [field.default] * len(texts[0])
        if name in self._words:
            words = {text: self._words[name].get(fold_text(text), text) for text in set(column)}
            column = [words[text] for text in column]
        values, wrong = read_column(field.reader, column, mapping.form, field.default, field.needed)
        if wrong:
            for place, text in enumerate(column):
                if text in wrong:
                    bad.setdefault(place, Problem(place, name, wrong[text]))
        return values
