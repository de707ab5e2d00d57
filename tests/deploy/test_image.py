"""The image holds what the code imports and nothing that only development needs."""

from __future__ import annotations

import ast
import re
import sys
from fnmatch import fnmatch
from functools import lru_cache
from importlib.metadata import distributions

from bot.settings import ROOT
from tests.deploy.manifests import DOCKERFILE
from tools.runtime_requirements import development, runtime

NOT_IMPORTED = {"tests", "bot", "actions"}


@lru_cache
def _installed() -> set[str]:
    asked = (ROOT / "requirements.in").read_text(encoding="utf-8")
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    lines = runtime(locked, development(asked))
    return {re.split(r"[\[=]", line)[0].lower().replace("_", "-") for line in lines}


def test_development_is_left_out_with_what_it_brought() -> None:
    assert not {"pytest", "hypothesis", "mypy", "ruff", "playwright", "iniconfig"} & _installed()
    assert {"rasa", "starlette", "uvicorn", "psycopg2-binary", "redis"} <= _installed()


def _brought_by() -> dict[str, set[str]]:
    """Top-level modules and the packages that have them."""
    found: dict[str, set[str]] = {}
    for package in distributions():
        for file in package.files or ():
            module = file.parts[0].partition(".")[0]
            found.setdefault(module, set()).add(package.name.lower().replace("_", "-"))
    return found


def _imported() -> dict[str, str]:
    """Top-level modules that the code imports, and a file that does."""
    found: dict[str, str] = {}
    for folder in ("bot", "actions"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names = [node.module]
                else:
                    continue
                for name in names:
                    found[name.partition(".")[0]] = str(path.relative_to(ROOT))
    return found


def test_everything_that_the_code_imports_is_in_the_image() -> None:
    brought_by, installed = _brought_by(), _installed()
    missing = {
        module: path
        for module, path in _imported().items()
        if module not in sys.stdlib_module_names | NOT_IMPORTED
        and not brought_by.get(module, set()) & installed
    }
    assert missing == {}


def test_what_is_copied_exists_and_is_let_in() -> None:
    let_in = [
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    ]
    sources = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert len(sources) >= 9
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, pattern) for pattern in let_in), source


def test_the_last_stage_is_small_and_runs_as_nobody() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert last.startswith("python:3.10")
    assert "pip install" not in last
    assert last.index("\nUSER ") < last.index("\nHEALTHCHECK ") < last.index("\nCMD ")
