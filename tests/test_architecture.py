"""The direction of imports (docs/adr): what each part may not know of."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LADDER = ["rules", "choices", "querysets", "models", "actions"]  # each knows those before it only
TOP = ["admin", "api", "pages", "interchange", "management"]  # these know the ladder
FACES = {"admin", "api", "pages"}  # known to what mounts them and to themselves only
MOUNTING = {"tracker.urls", "tracker.asgi"}
MODULES = sorted(
    path for package in ("ceasefires", "tracker") for path in (ROOT / package).rglob("*.py")
)


def imported(path: Path) -> Iterator[str]:
    """Dotted names of ours that a module imports, anywhere in it; relative ones made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def part(dotted: str) -> str:
    """`models` for ceasefires.models.party; empty for what is not ours."""
    names = dotted.split(".")
    return names[1] if names[0] == "ceasefires" and len(names) > 1 else ""


def forbidden(path: Path) -> set[str]:
    here = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    own = part(here)
    above = LADDER[LADDER.index(own) + 1 :] + TOP if own in LADDER else []
    faces = set() if here in MOUNTING else FACES - {own}
    return set(above) | faces


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down_the_ladder(path: Path) -> None:
    assert {name for name in imported(path) if part(name) in forbidden(path)} == set()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "ceasefires/rules").rglob("*.py")), ids=lambda path: path.stem
)
def test_rules_know_neither_django_nor_the_service(path: Path) -> None:
    strangers = {"django", "rest_framework", "tracker", "psycopg2"}
    assert {name for name in imported(path) if name.split(".")[0] in strangers} == set()
