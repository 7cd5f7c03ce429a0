"""What the tests of the live feed share."""

from collections.abc import Iterator

import pytest

from .following import Served, streaming


@pytest.fixture(scope="module")
def served(django_db_setup) -> Iterator[Served]:
    """One process for a module's tests."""
    with streaming() as running:
        yield running
