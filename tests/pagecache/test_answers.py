"""What is answered through the page cache is what Django answers, whatever is asked."""

import gzip

import pytest

from tests.api.five import FIVE_ROWS
from tests.api.role_table import TABLE
from tests.api.test_query_counts import add_everything, asked_for
from tests.factories import make_party
from tests.people import bearing, make_token
from tracker.pagecache.answers import keepable

from .asking import Answer

ACTS = "violations/"
READ = [path for path in TABLE if TABLE[path]["GET"] == 200]
# They follow the clock, the planner's estimates, or which transactions are running.
NOT_KEPT = {"", "changes/", "changes.atom", "ceasefires/{slug}/precedents/"}
REASON = b'{"reason": "Logged twice."}'
FORMS = {
    "json": "application/json",
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "geojson": "application/geo+json",
}


TAGGED = [("ETag", '"tag"'), ("Vary", "Accept")]


@pytest.mark.parametrize(
    ("status", "headers", "kept"),
    [
        ("200 OK", TAGGED, True),
        ("200 OK", [("etag", '"tag"'), ("vary", "accept, Authorization")], True),
        ("200 OK", TAGGED[1:], False),
        ("200 OK", [*TAGGED, ("Set-Cookie", "a=b")], False),
        ("200 OK", [TAGGED[0], ("Vary", "Accept, Cookie")], False),
        ("200 OK", [TAGGED[0], ("Vary", "*")], False),
        ("201 Created", TAGGED, False),
        ("412 Precondition Failed", TAGGED, False),
    ],
)
def test_what_is_for_anyone_is_kept(status, headers, kept):
    assert keepable(status, headers) == kept


@pytest.fixture
def address(client):
    """The address of the first of what a path of the table stands for."""
    add_everything(1)

    class Rows:
        def rows(self, path, **query):
            return client.get(f"/api/v1/{path}", query).json()["results"]

    def address(path):
        found = asked_for(Rows(), path.replace("{slug}", "{first}").replace("{id}", "{first}"))
        return found.removeprefix("http://testserver")

    return address


def like(answer, other):
    """Whether two answers are one, but for what else they depend on."""
    mine, its = dict(answer.headers), dict(other.headers)
    mine.pop("RateLimit", its.pop("RateLimit", None))  # each asking is counted
    varies = {each.strip() for each in mine.pop("Vary", "").split(",")}
    assert varies - {"Accept-Encoding"} == {each.strip() for each in its.pop("Vary", "").split(",")}
    return (answer.status, mine, answer.body) == (other.status, its, other.body)


def test_every_answer_is_that_of_django_when_it_is_made_and_when_it_was_kept(asker, address):
    for path in READ:
        url = address(path)
        for _ in range(2):
            assert like(asker.ask(url), asker.past(url)), path
        assert asker.kept(url) == (path not in NOT_KEPT), path


def test_head_is_answered_as_get_without_a_body(asker, address):
    for path in READ:
        url = address(path)
        for _ in range(2):
            head, get = asker.ask(url, "HEAD"), asker.past(url)
            empty = Answer(get.status, get.headers, b"")
            # Of what is not kept the server leaves out the body that Django gives.
            assert like(head, get if path in NOT_KEPT else empty), path


def test_what_the_client_has_is_not_sent_again(asker, address):
    for path in READ:
        url = address(path)
        tag = asker.past(url).headers["ETag"]
        for given in [tag, f"W/{tag}", f'"other", {tag}', "*"] * 2:
            answer = asker.ask(url, if_none_match=given)
            assert like(answer, asker.past(url, if_none_match=given)), path
            assert answer.status == "304 Not Modified", path
        assert like(asker.ask(url, if_none_match='"other"'), asker.past(url)), path


def test_a_client_that_has_the_page_lets_it_be_kept_for_others(asker, address):
    tag = asker.past("parties/").headers["ETag"]
    assert asker.ask("parties/", if_none_match=tag).status == "304 Not Modified"
    assert asker.kept("parties/")


def test_each_form_of_a_list_is_kept_by_itself(asker, address):
    for _ in range(2):
        for form, accepted in FORMS.items():
            for asked in (accepted, f"{accepted};q=0.9, text/html"):
                assert like(asker.ask(ACTS, accept=asked), asker.past(ACTS, accept=asked))
            path = f"violations/?format={form}"
            assert like(asker.ask(path), asker.past(path))
    assert len(asker.made) == 3 * len(FORMS)


def test_addresses_in_an_answer_are_those_that_its_client_asked(asker, address, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    asker.ask("parties/")
    for given in [{"host": "127.0.0.1:8000"}, {"host": "[::1]"}, {"x_forwarded_proto": "https"}]:
        for _ in range(2):
            assert like(asker.ask("parties/", **given), asker.past("parties/", **given))


def test_a_host_that_is_not_ours_is_refused_though_the_page_is_kept(asker, address):
    asker.ask("parties/")
    assert asker.ask("parties/", host="evil.example").status == "400 Bad Request"


def test_links_lead_on_in_the_order_of_the_parameters_asked(asker, transactional_db):
    FIVE_ROWS["parties"]()
    for query in ["limit=2", "limit=2&ordering=name", "ordering=name&limit=2"] * 2:
        assert like(asker.ask(f"parties/?{query}"), asker.past(f"parties/?{query}"))


def test_a_refusal_is_not_kept(asker, transactional_db):
    for path in ("parties/nobody/", "parties/?limit=0", "nothing/", "parties"):
        assert like(asker.ask(path), asker.past(path))
        assert not asker.kept(path)


def test_a_whole_list_is_not_kept(asker, address):
    whole = "parties/?limit=all&format=csv"
    assert like(asker.ask(whole), asker.past(whole))
    assert not asker.kept(whole)


def test_who_shows_a_token_is_answered_by_django(asker, address):
    path = address("parties/{slug}/history/")
    asker.ask(path)
    token = bearing(make_token("editor"))["Authorization"]
    assert b'"editor"' in asker.ask(path, authorization=token).body
    assert b'"editor"' not in asker.ask(path).body
    assert asker.ask(path, authorization="Bearer x").status == "401 Unauthorized"


def test_who_sends_cookies_is_answered_as_anyone(asker, address):
    expected = asker.ask("parties/")
    assert asker.ask("parties/", cookie="sessionid=abc; csrftoken=def") == expected
    assert len(asker.made) == 1


def test_an_answer_that_sets_a_cookie_is_not_kept(asker, address):
    """As Django does where it no longer knows the session."""
    assert "Set-Cookie" in asker.ask("parties/", cookie="sessionid=abc").headers
    assert "Set-Cookie" not in asker.ask("parties/").headers
    assert asker.kept("parties/")


def test_other_methods_are_for_django(asker, address):
    asker.ask("parties/")
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        asked = ("parties/", method, b"{}")
        assert like(asker.ask(*asked, x_request_id="1"), asker.past(*asked, x_request_id="1"))


def test_what_lies_elsewhere_is_for_django(asker, transactional_db):
    assert asker.ask("/healthz") == asker.past("/healthz")
    assert not asker.kept("/healthz")


def compressible():
    for _ in range(10):
        make_party()


def test_who_takes_gzip_gets_it_with_a_tag_of_its_own(asker, transactional_db):
    compressible()
    plain = asker.past("parties/")
    for accepted in ("gzip", "deflate, GZIP;q=0.5", "*", "gzip ; q=1.0"):
        packed = asker.ask("parties/", accept_encoding=accepted)
        assert gzip.decompress(packed.body) == plain.body
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Content-Length"] == str(len(packed.body))
        assert packed.headers["ETag"] == f'{plain.headers["ETag"][:-1]}-gzip"'
        assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(asker.made) == 1


def test_who_does_not_take_gzip_does_not_get_it(asker, transactional_db):
    compressible()
    asker.ask("parties/", accept_encoding="gzip")
    for accepted in ("", "identity", "br", "gzip;q=0", "gzip; q=0.000, *", "*;q=0"):
        plain = asker.ask("parties/", accept_encoding=accepted)
        assert like(plain, asker.past("parties/")), accepted
        assert "Accept-Encoding" in plain.headers["Vary"]


def test_what_is_small_is_not_compressed(asker, transactional_db):
    assert "Content-Encoding" not in asker.ask("parties/", accept_encoding="gzip").headers


def test_a_compressed_page_that_the_client_has_is_not_sent_again(asker, transactional_db):
    compressible()
    tag = asker.ask("parties/", accept_encoding="gzip").headers["ETag"]
    again = asker.ask("parties/", accept_encoding="gzip", if_none_match=tag)
    assert (again.status, again.headers["ETag"]) == ("304 Not Modified", tag)
    assert "Content-Encoding" not in again.headers
    assert asker.ask("parties/", if_none_match=tag).status == "200 OK"


def test_who_read_a_page_compressed_can_write_to_it(asker, transactional_db):
    path = f"parties/{make_party().slug}/"
    token = bearing(make_token("editor"))["Authorization"]
    tag = asker.past(path).headers["ETag"]
    for given, status in (('"other-gzip"', 412), (f'{tag[:-1]}-gzip"', 204)):
        answer = asker.ask(path, "DELETE", REASON, authorization=token, if_match=given)
        assert answer.status.startswith(str(status))
