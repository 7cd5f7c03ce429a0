"""A server that is asked over the wire, and the ledger of what it acknowledges."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from .ledger import Ledger
from .sender import Sender
from .served import Served

UNLIMITED = {"WRITES_PER_MINUTE": "1000000", "TOKEN_FAILURES": "1000000"}


def started(tmp_path_factory, **given):
    server = Served(tmp_path_factory.mktemp("faults") / "log", **given)
    server.start()
    return server


@pytest.fixture(scope="session")
def shared_server(django_db_setup, tmp_path_factory) -> Iterator[Served]:
    server = started(tmp_path_factory, workers=2, **UNLIMITED)
    yield server
    server.stop()


@pytest.fixture
def server(shared_server, transactional_db) -> Iterator[Served]:
    """One for all tests that leave it alive; it may not meet with what it does not expect."""
    yield shared_server
    assert "Traceback" not in (said := shared_server.said()), said


@pytest.fixture
def ledger(transactional_db) -> Iterator[Ledger]:
    """Compared with the database after every test."""
    ledger = Ledger()
    yield ledger
    ledger.compare()


@pytest.fixture
def user(server, ledger) -> Callable[..., Sender]:
    """Makes users of a role."""
    return partial(Sender, server.port, ledger)
