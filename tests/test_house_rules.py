"""The house rules that no linter checks: sizes, names, imports, variables, templates."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

# One worker parses the modules once.
pytestmark = pytest.mark.xdist_group("house rules")

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("config", "deploy", "invoicing", "payment_links", "templates", "tests")
LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "services", "signals"}
# PDFs and e-mails are read by programs that know no style sheet.
STYLED_TEMPLATES = ("templates/invoicing/", "templates/distribution/")


def _tracked(pattern: str) -> list[Path]:
    """The project's files of that kind: tracked ones and new ones, never ignored ones.

    Without git or its folder: all that stand in the project's own folders.
    """
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob(pattern))]
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


MODULES = [path for path in _tracked("*.py") if "migrations" not in path.parts]


@cache
def _trees() -> dict[Path, ast.Module]:
    """Parsed when the first test asks: every worker imports this module."""
    return {path: ast.parse(path.read_text()) for path in MODULES}


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _place(path: Path, node: ast.stmt) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def test_the_rules_see_the_modules() -> None:
    assert ROOT / "config" / "settings.py" in MODULES


def test_modules_have_at_most_300_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in MODULES}

    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_functions_have_fewer_than_50_lines() -> None:
    long_functions = [
        f"{_place(path, function)} {function.name}"
        for path, tree in _trees().items()
        for function in _functions(tree)
        if (function.end_lineno or 0) - function.lineno + 1 >= LONGEST_FUNCTION
    ]

    assert long_functions == []


def test_modules_are_named_after_a_subject() -> None:
    assert [path for path in MODULES if {path.stem, path.parent.name} & EMPTY_NAMES] == []


def test_imports_stand_at_the_top() -> None:
    hidden = {
        _place(path, node)
        for path, tree in _trees().items()
        for function in _functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert hidden == set()


def test_modules_open_by_naming_their_subject() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path, tree in _trees().items()
        if tree.body and ast.get_docstring(tree) is None
    ]

    assert silent == []


def test_env_example_lists_the_variables_that_the_settings_read() -> None:
    read = {
        node.args[0].value
        for node in ast.walk(_trees()[ROOT / "config" / "settings.py"])
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr.startswith("read_")
        and isinstance(node.args[0], ast.Constant)
    }
    listed = re.findall(r"^# ([A-Z_0-9]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert sorted(listed) == sorted(str(name) for name in read)


@pytest.mark.parametrize("mark", [" style=", "<style", "<script>", "javascript:"])
def test_pages_hold_no_inline_style_or_script(mark: str) -> None:
    pages = [
        path
        for path in _tracked("*.html")
        if not str(path.relative_to(ROOT)).startswith(STYLED_TEMPLATES)
    ]

    assert [str(page.relative_to(ROOT)) for page in pages if mark in page.read_text()] == []
