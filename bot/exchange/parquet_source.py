"""Parquet files: every value as the text that a CSV file would have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb

from bot.exchange.mapping import MappingError
from bot.exchange.parquet import connect
from bot.exchange.source import Batch, Position


class ParquetSource:
    """A Parquet file; a line is a row, counted from 1."""

    def __init__(self, path: Path) -> None:
        """Read the schema.

        Raises:
            MappingError: it is no whole Parquet file.
        """
        self._path = str(path)
        try:
            with connect() as engine:
                about = engine.execute("DESCRIBE FROM read_parquet(?)", [self._path]).fetchall()
                rows = engine.execute(
                    "SELECT sum(num_rows) FROM parquet_file_metadata(?)", [self._path]
                ).fetchone()
        except duckdb.Error as error:
            raise MappingError(f"{path.name} is no Parquet file that can be read") from error
        self.header = [str(row[0]) for row in about]
        self.size = int(rows[0]) if rows else 0

    def batches(self, after: Position, size: int) -> Iterator[Batch]:
        """Batches behind a position."""
        done = after.rows
        with connect() as engine:
            found = engine.execute(
                "SELECT CAST(COLUMNS(* EXCLUDE file_row_number) AS VARCHAR) "
                "FROM read_parquet(?, file_row_number = true) WHERE file_row_number >= ?",
                [self._path, done],
            )
            while rows := found.fetchmany(size):
                texts = [[value or "" for value in row] for row in rows]
                lines = range(done + 1, done + len(rows) + 1)
                done += len(rows)
                text = partial(_as_csv, texts)
                yield Batch(texts, lines, text, after=Position(done, done, done))


def _as_csv(rows: list[list[str]], place: int) -> str:
    """A row as a line of CSV: what a Parquet file has in its place nobody can read."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(rows[place])
    return text.getvalue()
