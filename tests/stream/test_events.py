"""How changes and addresses are written for who follows."""

from datetime import UTC, datetime

import orjson
import pytest
from django.test import RequestFactory

from ceasefires.api.stream.events import event, joined
from ceasefires.api.stream.views import web_root
from ceasefires.api.views.changes import shown
from ceasefires.feed import Batch, Change, Position

AT = datetime(2026, 1, 1, tzinfo=UTC)
ROOT = "https://truces.example.org/api/v1/"
END = Position(1, 9, 0)
ODD = 'A "url":"x", \\"url\\":\\"\r\n\u2028event: change\n\n'


def change(number, resource="parties", reason=""):
    return Change(Position(1, number, 1), AT, resource, "one", "updated", ["name"], reason)


def sent(*changes, only=()):
    batch = Batch(Position(1, 1, 0), END, [event(each) for each in changes])
    return joined(batch, frozenset(only), ROOT.encode())


@pytest.mark.parametrize("reason", ["", ODD])
def test_an_event_is_its_position_and_one_line_as_the_pages_have_it(reason):
    row = shown(change(2, reason=reason), ROOT)
    expected = [b"id: " + row["position"].encode(), b"event: change", b"data: " + orjson.dumps(row)]
    assert sent(change(2, reason=reason)) == b"\n".join(expected) + b"\n\n"


def test_a_reader_of_some_resources_is_sent_no_other():
    three = change(2), change(3, "reports"), change(4)
    assert sent(*three, only=["reports"]) == sent(three[1])
    assert sent(*three, only=["parties", "reports"]) == sent(*three)
    assert sent(*three, only=["tolls"]) == b""


def test_without_changes_a_comment_says_where_to_go_on():
    assert sent() == b": \nid: %s\n\n" % str(END).encode()


@pytest.mark.parametrize(
    ("host", "root"),
    [
        ("truces.example.org", "http://truces.example.org/api/v1/"),
        ("truces.example.org:8443", "http://truces.example.org:8443/api/v1/"),
        ("localhost:8001", "http://localhost:8000/api/v1/"),
        ("[::1]:8001", "http://[::1]:8000/api/v1/"),
    ],
)
def test_addresses_lead_to_the_web_server(settings, host, root):
    settings.ALLOWED_HOSTS, settings.PORT, settings.STREAM_PORT = ["*"], 8000, 8001
    assert web_root(RequestFactory().get("/", HTTP_HOST=host)) == root


def test_behind_tls_addresses_say_so(settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get("/", HTTP_HOST="a.b", HTTP_X_FORWARDED_PROTO="https")
    assert web_root(request) == "https://a.b/api/v1/"
