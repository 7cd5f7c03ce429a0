"""Bodies that are cut off, wrongly announced, or not what is taken: refused, and nothing stored."""

import gzip
import json

import pytest

from tests.api.bodies import act
from tests.api.contract import PROBLEM

from .wire import Raw

JSON = "Content-Type: application/json"
MOST = 10_000_000


@pytest.fixture
def editor(user):
    return user()


@pytest.fixture
def body(editor):
    return json.dumps(act()).encode()


@pytest.fixture
def raw(server):
    with Raw(server.port) as connection:
        yield connection
    assert server.answers()


def announced(editor, length, *lines, **request):
    return editor.head(JSON, f"Content-Length: {length}", *lines, **request)


def chunked(*chunks):
    return b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in chunks)


def refused(raw, status):
    answer = raw.answer()
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    return answer.json()["detail"]


@pytest.mark.parametrize("kept", [0.0, 0.5, 1.0])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "violations/"), ("POST", "violations/bulk/")]
)
def test_a_body_cut_off_is_refused_even_if_what_came_is_json(editor, body, raw, method, path, kept):
    sent = body[: int(len(body) * kept)]
    raw.send(announced(editor, len(body) + 9, method=method, path=path) + sent)
    raw.end()
    assert "cut off" in refused(raw, 400)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_change_cut_off_is_refused(editor, raw, method):
    path = f"violations/{editor.log(act()).json()['id']}/"
    sent = b'{"reason": "x"}' if method == "DELETE" else b'{"place_name": "x"}'
    raw.send(announced(editor, len(sent) + 1, "If-Match: *", method=method, path=path) + sent)
    raw.end()
    assert "cut off" in refused(raw, 400)


def test_after_a_body_cut_off_the_whole_is_taken_under_the_same_key(editor, body, raw):
    raw.send(announced(editor, len(body) + 1, "Idempotency-Key: k") + body)
    raw.close()
    answer = editor.log(body, Idempotency_Key="k")
    assert (answer.status_code, "Idempotency-Replayed" in answer) == (201, False)


def test_of_a_body_longer_than_announced_the_rest_is_no_request(editor, body, raw):
    raw.send(announced(editor, len(body) - 1) + body)
    refused(raw, 400)


def test_a_body_in_chunks_is_refused_as_its_end_may_have_been_cut_off(editor, body, raw):
    raw.send(editor.head(JSON, "Transfer-Encoding: chunked") + chunked(body, b""))
    assert "Content-Length" in refused(raw, 411)


@pytest.mark.parametrize("lines", [["Content-Length: 5"], []])
@pytest.mark.parametrize("end", [b"", b"zz\r\nzz\r\n"])
def test_chunks_that_lie_or_do_not_end_are_refused(editor, body, raw, lines, end):
    raw.send(editor.head(JSON, *lines, "Transfer-Encoding: chunked") + chunked(body) + end)
    raw.end()
    refused(raw, 411)


def test_a_body_of_no_announced_length_is_none(editor, body, raw):
    raw.send(editor.head(JSON) + body)
    refused(raw, 422)


@pytest.mark.parametrize(
    "lines",
    [
        ["Content-Length: -1"],
        ["Content-Length: abc"],
        ["Content-Length: +5"],
        ["Content-Length: 5", "Content-Length: 6"],
        [f"Content-Length: {2**64}"],
        ["Transfer-Encoding: gzip"],
    ],
)
def test_what_is_no_http_gets_400_and_a_closed_connection(editor, body, raw, lines):
    raw.send(editor.head(JSON, *lines) + body)
    answer = raw.answer()
    assert (answer.status_code, answer["Connection"], answer.content) == (400, "close", b"")
    assert raw.closed()


@pytest.mark.parametrize("length", [MOST + 1, 2**40, 2**63 - 1])
def test_a_body_too_large_is_refused_before_it_is_read(editor, raw, length):
    raw.send(announced(editor, length) + b"[")
    assert "too large" in refused(raw, 413)


def test_a_body_too_large_is_refused_while_it_is_sent(editor, raw):
    raw.send(announced(editor, MOST + 1))
    raw.send_what_is_taken(b" " * (MOST + 1))
    assert "too large" in refused(raw, 413)


def test_a_body_of_the_largest_size_is_taken(editor, body):
    assert editor.log(body.ljust(MOST)).status_code == 201


def test_a_body_is_not_read_before_it_is_known_who_sends_it(editor, raw):
    editor.token = "truce_0123"
    raw.send(announced(editor, 1000))
    refused(raw, 401)


@pytest.mark.parametrize("line", ["Authorization: Bearer x", "Content-Encoding: gzip"])
def test_a_request_inside_a_refused_body_is_not_carried_out(editor, body, raw, line):
    """What was not read of a body must not be taken for the next request."""
    inner = announced(editor, len(body)) + body
    raw.send(announced(editor, len(inner), line) + inner)
    assert raw.answer().status_code in (400, 401, 415)
    raw.send_what_is_taken(editor.head(method="GET"))
    assert raw.status_unless_closed() in (200, None)


NO_JSON = {
    "blank": b"  ",
    "NUL": b"\x00",
    "invalid UTF-8": b'{"place_name": "\xff\xfe"}',
    "UTF-16": '{"place_name": "x"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "half a surrogate pair": rb'{"place_name": "\ud800"}',
    "NaN": b'{"latitude": NaN}',
    "infinity": b'{"latitude": -Infinity}',
    "a number beyond all bounds": b'{"latitude": 1e999}',
    "very many digits": b'{"latitude": ' + b"9" * 5000 + b"}",
    "a name given twice": b'{"place_name": "a", "place_name": "a"}',
    "a name given twice inside": b'[{"killed": {"best": 1, "low": 1, "best": 2}}]',
    "an escaped name given twice": rb'{"event": "a", "\u0065vent": "b"}',
    "deep nesting": b"[" * 100_000 + b"]" * 100_000,
    "nesting just too deep": b'{"reports": ' * 1000 + b"1" + b"}" * 1000,
    "more after the end": b"{}{}",
    "a trailing comma": b'{"event": "a",}',
    "a comment": b"{} // nothing",
    "single quotes": b"{'event': 'a'}",
    "cut off": b'{"event": "a"',
}


@pytest.mark.parametrize("text", NO_JSON.values(), ids=NO_JSON)
def test_what_is_no_json_is_refused(editor, text):
    for path in ("violations/", "violations/bulk/", "reports/"):
        assert editor.send("POST", path, text).status_code == 400


JSON_OF_SOMETHING_ELSE = {
    "nothing": b"",
    "nesting": b"[" * 500 + b"]" * 500,
    "nested objects": b'{"reports": ' * 300 + b"1" + b"}" * 300,
    "an escaped NUL": rb'{"place_name": "a\u0000b"}',
    "an integer beyond 64 bits": b'{"killed": {"best": 18446744073709551617}}',
}


@pytest.mark.parametrize("text", JSON_OF_SOMETHING_ELSE.values(), ids=JSON_OF_SOMETHING_ELSE)
def test_what_is_json_but_no_act_is_refused(editor, text):
    for path in ("violations/", "violations/bulk/"):
        assert editor.send("POST", path, text).status_code == 422


def test_a_name_given_twice_is_named(editor):
    answer = editor.log(b'{"place_name": "a", "place_name": "b"}')
    assert "“place_name” is given twice" in answer.json()["detail"]


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/plain",
        "text/json",
        "application/*",
        "*/*",
        "application/problem+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json, text/plain",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        "application/json; charset=hex",
        "application/json; charset=idna",
        "application/json; charset*=bogus''x",
        "\xff",
    ],
)
def test_another_media_type_or_charset_is_415(editor, body, media_type):
    assert editor.log(body, Content_Type=media_type).status_code == 415


@pytest.mark.parametrize(
    "media_type", ["APPLICATION/JSON", "application/json;charset=UTF-8", "application/json; a=b"]
)
def test_json_is_taken_however_it_is_written(editor, body, media_type):
    assert editor.log(body, Content_Type=media_type).status_code == 201


@pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip", "nonsense"])
def test_a_compressed_body_is_415(editor, body, coding):
    for sent in (gzip.compress(body), body):
        assert editor.log(sent, Content_Encoding=coding).status_code == 415


def test_a_body_is_taken_that_is_said_not_to_be_compressed(editor, body):
    assert editor.log(body, Content_Encoding="identity").status_code == 201
