"""Results: on the screen, in `bench/results/`, and in docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.machine import description
from bench.table import Table
from bot.settings import ROOT

RESULTS = Path(__file__).parent / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
_BEGIN, _END = "<!-- results: written by python -m bench -->", "<!-- end of results -->"
_ORDER = (
    *(
        "turns",
        "start",
        "people",
        "capacity",
        "storm",
        "nlu",
        "console",
        "campaigns",
        "exchange",
        "stream",
    ),
)


def publish(name: str, tables: Sequence[Table], reproduce: str, where: str) -> None:
    """Print the tables and write them to `results/<name>.md`, then renew the page."""
    body = "\n".join(table.markdown() for table in tables)
    print(f"\n{body}", flush=True)
    RESULTS.mkdir(exist_ok=True)
    text = f"## {name}\n\n{where}\n- again: `{reproduce}`\n\n{body}"
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    renew_page()


def where() -> str:
    """Taken before a run, so that the load is that of the others."""
    return description()


def renew_page() -> None:
    """Copy all results between the page's two marks."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    files = [RESULTS / f"{name}.md" for name in _ORDER]
    results = "\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
    PAGE.write_text(f"{before}{_BEGIN}\n\n{results}\n{_END}{after}", encoding="utf-8")
