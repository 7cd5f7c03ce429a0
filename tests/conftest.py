"""Fixtures for tests of every part."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


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
