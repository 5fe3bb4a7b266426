"""The house rules that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

import chatbot.errors
import index.errors
from index.errors import PolicyChatError

ROOT = Path(__file__).parent.parent
PACKAGES = ("chatbot", "index", "prompts", "ui")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = [
    path for package in PACKAGES for path in sorted((ROOT / "tests" / package).rglob("test_*.py"))
]
BANNED_NAMES = {"utils", "helpers", "common", "base", "core", "manager", "misc"}
MAX_MODULE, MAX_FUNCTION = 300, 40


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_function_fits_on_one_screen(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in functions}
    assert {name: n for name, n in lengths.items() if n > MAX_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_asserts_stay_in_tests(path: Path) -> None:
    """They vanish under -O."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)] == []


def test_modules_are_named_after_what_they_hold() -> None:
    assert [relative(path) for path in MODULES if path.stem in BANNED_NAMES] == []


@pytest.mark.parametrize("path", TESTS, ids=relative)
def test_a_test_mirrors_a_module_or_a_package(path: Path) -> None:
    """None is left behind when its module goes, and a newcomer finds it by the module's name."""
    mirrored = ROOT / path.parent.relative_to(ROOT / "tests") / path.stem.removeprefix("test_")
    package = mirrored.parent if mirrored.name == mirrored.parent.name else mirrored
    assert mirrored.with_suffix(".py").exists() or (package / "__init__.py").exists()


def test_the_error_tree_drawn_is_the_one_there_is() -> None:
    drawn = set(re.findall(r"── ([A-Z][A-Za-z]+)", index.errors.__doc__ or ""))
    defined = {cls.__name__ for cls in subclasses(PolicyChatError)}
    assert drawn == defined
    assert chatbot.errors.BadQuestion in subclasses(PolicyChatError)


def subclasses(cls: type) -> set[type]:
    direct: set[type] = set(cls.__subclasses__())
    return direct.union(*(subclasses(sub) for sub in direct))
