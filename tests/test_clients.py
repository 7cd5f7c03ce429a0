"""Whose address a request has: a header counts only behind a proxy, and of it the last entry."""

import pytest
from django.test import RequestFactory

from tracker.clients import address


def asked(peer, forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=peer, **headers)


@pytest.mark.parametrize("forged", ["198.51.100.7", "198.51.100.7, 203.0.113.9", "nonsense"])
def test_without_a_proxy_no_header_is_heeded(settings, forged):
    settings.HTTPS = False
    assert address(asked("192.0.2.1", forged)) == "192.0.2.1"


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.7,203.0.113.9 ", "203.0.113.9"),
        ("203.0.113.9, unknown", "192.0.2.1"),
        ("203.0.113.9:4711", "192.0.2.1"),
        ("", "192.0.2.1"),
        (None, "192.0.2.1"),
    ],
)
def test_behind_a_proxy_the_last_entry_is_the_client(settings, forwarded, client):
    settings.HTTPS = True
    assert address(asked("192.0.2.1", forwarded)) == client


@pytest.mark.parametrize(
    ("peer", "client"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", None),
        ("unix:", None),
    ],
)
def test_one_client_is_one_address(peer, client):
    assert address(asked(peer)) == client
