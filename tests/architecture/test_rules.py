"""The house rules that a machine can check: layers, budgets, no vocabulary in code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
MAX_LINES, MAX_BODY, MAX_PARAMETERS = 400, 40, 6
BAD_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}

# Places that may exceed a budget, each with its reason.
ALLOWED: dict[str, str] = {}


def functions() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    return [
        (f"{path.relative_to(ROOT / 'src' / 'isnad')}:{node.name}", node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_no_arabic_letters_in_code() -> None:
    """Vocabulary belongs in tables."""
    found = [str(p) for p in SOURCES if ARABIC.search(p.read_text(encoding="utf-8"))]
    assert not found


def test_files_are_short() -> None:
    long = {str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text(encoding="utf-8").splitlines())) > MAX_LINES}
    assert {k: v for k, v in long.items() if k not in ALLOWED} == {}


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_are_short() -> None:
    long = {name: n for name, node in functions() if (n := body_lines(node)) > MAX_BODY and name not in ALLOWED}
    assert long == {}


def test_functions_take_few_parameters() -> None:
    many = {}
    for name, node in functions():
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        count = len([a for a in arguments if a.arg not in ("self", "cls")])
        if count > MAX_PARAMETERS and name not in ALLOWED:
            many[name] = count
    # Commands take one parameter an option: that is what a command line is.
    assert {k: v for k, v in many.items() if not k.startswith("cli/")} == {}


def test_no_catch_all_modules() -> None:
    assert [str(p) for p in SOURCES if p.stem in BAD_NAMES] == []


def test_imports_go_down_only() -> None:
    done = subprocess.run([sys.executable, "-m", "importlinter.cli"], cwd=ROOT, capture_output=True, text=True, check=False)
    if "No module named importlinter.cli" in done.stderr or not done.stdout:
        done = subprocess.run([str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("folder", ["annotate", "link", "derive", "read", "export"])
def test_every_module_says_what_it_is(folder: str) -> None:
    for path in (ROOT / "src" / "isnad" / folder).rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
