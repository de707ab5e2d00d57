"""`python -m bot import …`: a utility's files come in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.exchange.accounts import ACCOUNTS
from bot.exchange.bills import BILLS
from bot.exchange.importing import BATCH, ImportingError, Progress, Summary, import_file
from bot.exchange.kinds import Kind
from bot.exchange.mapping import MappingError, read_mapping

KINDS: dict[str, Kind] = {kind.name: kind for kind in (ACCOUNTS, BILLS)}


def register(subparsers: Any) -> None:
    """Add the `import` command."""
    parser = subparsers.add_parser(
        "import", help="accounts, bills, payments, readings or outages from CSV or Parquet files"
    )
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--mapping", type=Path, help="YAML: which column is which, and the like")
    parser.add_argument("--encoding", help="default: UTF-8 or Windows-1256, found out")
    parser.add_argument(
        "--rejects", type=Path, help="where bad rows go (default: FILE.rejects.csv; one file only)"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="read and check everything, change nothing"
    )
    parser.add_argument(
        "--batch", type=_count, default=BATCH, help=f"rows a transaction (default {BATCH})"
    )
    parser.set_defaults(run=_import)


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError("a number from 1 on")
    return int(written)


def _import(arguments: argparse.Namespace) -> int:
    if arguments.rejects and len(arguments.files) > 1:
        print("--rejects is for one file", file=sys.stderr)
        return 2
    rejected = 0
    try:
        mapping = read_mapping(arguments.mapping, arguments.encoding)
        for path in arguments.files:
            summary = _one(arguments, path, mapping)
            rejected += summary.rejected
            print(_told(summary, arguments.dry_run))
    except (ImportingError, MappingError, UnicodeError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if rejected else 0


def _one(arguments: argparse.Namespace, path: Path, mapping: Any) -> Summary:
    with tqdm(desc=path.name, unit="B", unit_scale=True, disable=None) as bar:
        return import_file(
            KINDS[arguments.kind],
            path,
            mapping,
            rejects=arguments.rejects,
            dry_run=arguments.dry_run,
            batch=arguments.batch,
            tell=_teller(bar),
        )


def _teller(bar: tqdm) -> Callable[[Progress], None]:
    """What was done before this run counts as done, but not for the rate."""

    def tell(progress: Progress) -> None:
        if bar.total is None:
            bar.reset(progress.size)
            bar.initial = bar.n = progress.offset
        bar.set_postfix(rows=f"{progress.rows:,}", rejected=progress.rejected, refresh=False)
        bar.update(progress.offset - bar.n)

    return tell


def _told(summary: Summary, dry_run: bool) -> str:
    read_now = summary.rows - summary.went_on_from
    rate = f"{read_now / summary.seconds:,.0f} rows/s" if summary.seconds else ""
    went_on = f"; went on behind {summary.went_on_from:,}" if summary.went_on_from else ""
    would = " (dry run: nothing was changed)" if dry_run else ""
    lines = [
        f"{summary.file} ({summary.encoding}): {summary.rows:,} rows in {summary.seconds:.1f} s, "
        f"{rate}{went_on}{would}",
        f"  {summary.new:,} new, {summary.changed:,} changed, {summary.same:,} as they were, "
        f"{summary.rejected:,} rejected",
    ]
    if summary.rejected:
        lines.append(f"  rejected rows with their reasons: {summary.rejects}")
    return "\n".join(lines)
