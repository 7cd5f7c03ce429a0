"""Whether the service is alive, and whether it is able to serve."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


def away(error):
    def refuse(*args):
        raise error

    return connection.execute_wrapper(refuse)


def test_a_process_that_runs_is_alive_whatever_its_database_does(client):
    with away(OperationalError("gone")):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


def test_it_is_ready_once_the_database_is_reachable_and_migrated(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ready",
        "database": "reachable",
        "migrations": "applied",
    }


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_it_is_not_ready_while_the_database_is_away(client, error):
    with away(error):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "database": "unreachable"}


def test_it_is_not_ready_while_a_migration_is_to_come(client):
    MigrationRecorder(connection).migration_qs.filter(app="ceasefires").latest("pk").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "migrations": "pending"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_no_cache_keeps_it(client, path):
    assert client.get(path)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_it_is_only_asked(path):
    client = Client(enforce_csrf_checks=True)
    assert client.head(path).status_code == 200
    for method in (client.post, client.put, client.delete, client.options):
        refused = method(path)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
        assert refused["Content-Type"] == "application/problem+json"
