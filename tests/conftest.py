"""Fixtures for tests of every part."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter, unlike pytest's own: root may have to run as nobody."""
    path = Path(tempfile.mkdtemp(prefix="ceasefires-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as path:
        yield path


@pytest.fixture(autouse=True, scope="session")
def emptying_between_tests() -> Iterator[None]:
    """Tests with transactions of their own end by emptying all tables, which the guards refuse."""
    emptied = DatabaseOperations.sql_flush

    def past_the_guards(self, style, tables, **options):
        guarded = [each for each in tables if each.startswith("ceasefires_")]
        off = [f"ALTER TABLE {each} DISABLE TRIGGER USER" for each in guarded]
        on = [f"ALTER TABLE {each} ENABLE TRIGGER USER" for each in guarded]
        return [*off, *emptied(self, style, tables, **options), *on]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", past_the_guards)
        yield
