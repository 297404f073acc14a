"""What import contracts cannot say: only the door is used, tables stay home, keys point down."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

SOURCES = Path(settings.PACKAGE)
# Top first; config is no app with tables.
LADDER = ["config", *settings.MECHANISMS]
ROOMS = {
    "__init__", "apps", "api", "offers", "web", "rest", "admin", "jobs", "management", "live", "services",
    "selectors", "access", "models", "rules", "terms", "errors", "templates", "migrations", "tests", "static",
    "templatetags", "__pycache__",
}  # fmt: skip


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of a mechanism with the mechanism's name, tests and migrations left out."""
    for name in LADDER:
        for path in sorted((SOURCES / name).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.relative_to(SOURCES).parts):
                yield name, path


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a module imports from Zhifa."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("zhifa."):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("zhifa."))


def test_a_mechanism_is_entered_only_by_its_door() -> None:
    """`zhifa.<other>.api` and nothing else; the kernel's modules are doors; config knows everything."""
    broken = []
    for name, path in modules():
        if name == "config":
            continue
        for target in imports(path):
            parts = target.split(".")
            other = parts[1]
            if other in (name, "kernel"):
                continue
            if len(parts) < 3 or parts[2] != "api":
                broken.append(f"{path.relative_to(SOURCES)}: {target}")
    assert broken == []


def test_every_mechanism_has_the_same_rooms_and_no_other() -> None:
    """A newcomer who has read one mechanism knows all."""
    strange = []
    for name in settings.MECHANISMS:
        if name == "kernel":
            continue
        for child in (SOURCES / name).iterdir():
            if child.stem not in ROOMS and child.suffix in ("", ".py"):
                strange.append(f"{name}/{child.name}")
    allowed = {
        "accounts/adapter.py",  # allauth's own hook, named in the settings
        "founding/scenario",  # the readable scenario and the truth are data
    }
    assert sorted(set(strange) - allowed) == []


def test_every_mechanism_says_what_it_is() -> None:
    """`__init__.py` is one paragraph: what comes in, what goes out, what it refuses."""
    silent = [
        name
        for name in settings.MECHANISMS
        if len(ast.get_docstring(ast.parse((SOURCES / name / "__init__.py").read_text("utf-8"))) or "") < 80
    ]
    assert silent == []


def test_foreign_keys_point_down_the_ladder() -> None:
    """A table knows only tables of its own mechanism or of one below."""
    rank = {name: index for index, name in enumerate(LADDER)}
    upward = []
    for model in apps.get_models():
        own = model._meta.app_label
        if own not in rank:
            continue
        for field in model._meta.get_fields():
            related = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or related is None or isinstance(related, str):
                continue
            other = related._meta.app_label
            if other in rank and rank[other] < rank[own]:
                upward.append(f"{model._meta.label}.{field.name} -> {related._meta.label}")
    assert upward == []


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "misc"])
def test_no_module_is_named_for_nothing(word: str) -> None:
    """A module is named for what it holds."""
    assert [path for _, path in modules() if path.stem == word] == []


def test_the_demonstration_district_is_named_only_where_it_is_founded() -> None:
    """A second district must run with no line of code changed."""
    found = [
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*")
        if path.suffix in (".py", ".html", ".txt", ".toml")
        and "founding" not in path.parts
        and any(mark in path.read_text("utf-8") for mark in ("420103", "江汉"))
    ]
    assert found == []
