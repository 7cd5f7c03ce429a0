"""Whose address a request has: a header counts only behind a proxy, and of it the last entry.

What a request is called: by its header where that is plain, else anew.
"""

from uuid import UUID

import pytest
from django.test import RequestFactory

from tracker.clients import address, request_id


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


def called(**headers):
    return request_id(RequestFactory().get("/", headers=headers))


@pytest.mark.parametrize("given", ["a", "job-7.retry_2", "0" * 100])
def test_a_request_is_called_what_its_client_calls_it(given):
    assert called(x_request_id=given) == given


@pytest.mark.parametrize("given", ["", "a b", "a\x00", "a\n", "é", "a,b", "<script>", "0" * 101])
def test_a_name_that_is_not_plain_or_too_long_gives_way_to_a_new_one(given):
    assert UUID(called(x_request_id=given)).version == 7


def test_a_request_without_a_name_gets_one_of_its_own():
    assert UUID(called()) != UUID(called())
