"""What the page cache counts is told to those whom the settings name."""

from ipaddress import ip_network

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_whoever_asks_from_the_machine_itself_is_told(client, address):
    answer = client.get("/metrics", REMOTE_ADDR=address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Cache-Control"] == "no-store"
    assert b"ceasefires_page_cache_requests_total" in answer.content


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::1", "127.0.0.2", "", "unix"])
def test_others_are_refused(client, address):
    answer = client.get("/metrics", REMOTE_ADDR=address)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_the_settings_name_who_is_told(client, settings):
    settings.METRICS_FROM = [ip_network("192.0.2.0/24")]
    for address, status in (("192.0.2.7", 200), ("192.0.3.7", 403), ("127.0.0.1", 403)):
        assert client.get("/metrics", REMOTE_ADDR=address).status_code == status


def test_what_comes_through_a_proxy_is_refused(client):
    """It may come from anywhere, though the proxy is near."""
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403


def test_it_is_asked_without_the_proxy_that_ends_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/metrics").status_code == 200


def test_it_is_only_read(client):
    answer = client.post("/metrics")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
