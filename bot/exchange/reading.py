"""From a batch of texts to columns of values, and back to what was wrong in which line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.exchange.kinds import Columns, Kind, Problem, without
from bot.exchange.mapping import Mapping, place_columns
from bot.exchange.source import Batch, Reject
from bot.exchange.values import read_column
from bot.text.normalise import fold_text


@dataclass
class Values:
    """The good rows of a batch."""

    batch: Batch
    columns: Columns
    places: Sequence[int]
    """Where in the batch each row of `columns` stands."""
    rejects: list[Reject]

    def drop(self, problems: Sequence[Problem], places: set[int]) -> None:
        """Take rows out; those with a problem become rejects."""
        self.rejects = self.with_problems(problems)
        if places:
            self.columns = without(self.columns, places)
            self.places = [at for row, at in enumerate(self.places) if row not in places]

    def with_problems(self, problems: Sequence[Problem]) -> list[Reject]:
        """All rejects in the order of the file, with those that the database found."""
        found = [
            _reject(self.batch, Problem(self.places[each.place], each.column, each.reason))
            for each in problems
        ]
        return sorted([*self.rejects, *found], key=lambda reject: reject.line)


def _reject(batch: Batch, problem: Problem) -> Reject:
    text = batch.text(problem.place)
    return Reject(batch.lines[problem.place], problem.column, problem.reason, text)


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
        values = Values(batch, columns, range(len(batch.rows)), list(batch.rejects))
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
