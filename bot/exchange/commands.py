"""`python -m bot import …` and `export …`: files of a utility come in, updates go out."""

from __future__ import annotations

import argparse
import gc
import getpass
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.database import transaction
from bot.exchange import values
from bot.exchange.accounts import ACCOUNTS
from bot.exchange.ahead import ReaderEndedError
from bot.exchange.bills import BILLS
from bot.exchange.events import last_before, number_new
from bot.exchange.exporting import Format, export_after, export_next
from bot.exchange.importing import BATCH, ImportingError, Progress, Summary, import_file
from bot.exchange.kinds import Kind
from bot.exchange.mapping import MappingError, read_mapping
from bot.exchange.outages import OUTAGES
from bot.exchange.payments import PAYMENTS
from bot.exchange.readings import READINGS
from bot.exchange.values import BadValue, Form

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (ACCOUNTS, BILLS, PAYMENTS, READINGS, OUTAGES)
}


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
    _register_export(subparsers)


def _register_export(subparsers: Any) -> None:
    export = subparsers.add_parser("export", help="what subscribers told us, for the utility")
    what = export.add_subparsers(dest="what", required=True)
    updates = what.add_parser("updates", help="applied updates, each given once")
    updates.add_argument("--to", type=Path, default=Path(), metavar="FOLDER", help="default: here")
    updates.add_argument(
        "--format", type=Format, choices=list(Format), default=Format.CSV, help="default csv"
    )
    updates.add_argument(
        "--since",
        default="last",
        help="last (default): what --cursor was not given yet; a number or a day (2026-11-01): "
        "everything behind it, without moving a cursor",
    )
    updates.add_argument(
        "--cursor", default="default", help="name of who is given them (default: default)"
    )
    updates.set_defaults(run=_export)


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError("a number from 1 on")
    return int(written)


def _import(arguments: argparse.Namespace) -> int:
    if arguments.rejects and len(arguments.files) > 1:
        print("--rejects is for one file", file=sys.stderr)
        return 2
    rejected = 0
    gc.freeze()  # else every collection among millions of rows looks through all modules again
    try:
        mapping = read_mapping(arguments.mapping, arguments.encoding)
        for path in arguments.files:
            summary = _one(arguments, path, mapping)
            rejected += summary.rejected
            print(_told(summary, arguments.dry_run))
    except (ImportingError, ReaderEndedError, MappingError, UnicodeError, OSError) as error:
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


def _export(arguments: argparse.Namespace) -> int:
    actor = f"terminal:{getpass.getuser()}"
    folder, form = arguments.to, arguments.format
    try:
        if arguments.since == "last":
            done = export_next(folder, form, arguments.cursor, actor)
        else:
            done = export_after(folder, form, _after(arguments.since), actor)
    except (BadValue, OSError) as error:
        print(f"--since {arguments.since}: {error}", file=sys.stderr)
        return 2
    said = f"{done.rows:,} updates: {done.path}" if done.path else "nothing new"
    print(f"{said}\ngo on behind {done.upto}")
    return 0


def _after(since: str) -> int:
    """The number that a day or number stands for.

    Raises:
        BadValue: neither.
    """
    if since.isdecimal() and len(since) != 8:
        return int(since)
    begin = datetime.fromisoformat(values.moment(since, Form())).replace(tzinfo=timezone.utc)
    with transaction() as session:
        number_new(session)
        return last_before(session, begin)
