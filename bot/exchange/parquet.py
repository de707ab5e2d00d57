"""The one way to DuckDB: it reads and writes Parquet, nothing else is asked of it."""

from __future__ import annotations

from pathlib import Path

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """An engine of its own without a database, without extensions from elsewhere, small."""
    engine = duckdb.connect(
        config={
            "threads": 1,
            "memory_limit": "256MB",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    engine.execute("SET TimeZone = 'UTC'")
    return engine


def from_csv(source: Path, target: Path, columns: dict[str, str]) -> None:
    """Write a CSV file with a header as Parquet; `columns` are its names and DuckDB's types."""
    with connect() as engine:
        relation = engine.read_csv(str(source), header=True, columns=columns, delimiter=",")
        relation.write_parquet(str(target), compression="zstd")
