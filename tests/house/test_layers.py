"""Which part may know which: the rules know nothing, the store no HTTP, and SQL stands in the store alone."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "todo"
MODULES = sorted(SOURCE.rglob("*.py"))
MAX_LINES, MAX_FUNCTION_LINES = 300, 40
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "managers"}

MAY_NOT_IMPORT = {
    "rules": {"flask", "psycopg", "todo.api", "todo.store", "todo.db", "todo.auth", "todo.errors", "todo.settings"},
    "store": {"flask", "todo.api", "todo.identity", "granian"},
    "api": {"psycopg", "granian", "todo.identity"},
    "auth": {"psycopg", "todo.api"},
}


def imported(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def name(module: Path) -> str:
    return str(module.relative_to(SOURCE))


@pytest.mark.parametrize("layer", MAY_NOT_IMPORT)
def test_a_layer_imports_only_what_it_may_know(layer: str) -> None:
    modules = [module for module in MODULES if module.is_relative_to(SOURCE / layer)]

    offences = [
        f"{name(module)} imports {found}"
        for module in modules
        for found in imported(module)
        for forbidden in MAY_NOT_IMPORT[layer]
        if found == forbidden or found.startswith(forbidden + ".")
    ]

    assert modules
    assert offences == []


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_is_short_enough_to_be_read(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= MAX_LINES


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_function_is_short_enough_to_be_read(module: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.FunctionDef)]

    long = {
        f.name: f.end_lineno - f.lineno + 1
        for f in functions
        if f.end_lineno and f.end_lineno - f.lineno >= MAX_FUNCTION_LINES
    }

    assert long == {}


def test_no_module_is_named_for_nothing() -> None:
    assert [name(module) for module in MODULES if module.stem in FORBIDDEN_NAMES] == []
