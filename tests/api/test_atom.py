"""The latest changes as Atom: valid by RFC 4287, stable, and without a name of who wrote."""

from time import monotonic, sleep
from xml.etree import ElementTree

import pytest
from django.db import connection

from ceasefires import feed
from ceasefires.models import Party
from ceasefires.recording import recorded
from tests import factories as make

from .shapes import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "changes.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
OF_A_FEED = {"id": 1, "title": 1, "updated": 1, "author": 1, "link": 2}
OF_AN_ENTRY = {"id": 1, "title": 1, "published": 1, "updated": 1, "link": 1}


@pytest.fixture
def atom(api):
    """The document, once as many entries as asked for are there."""

    def ask(count, **given):
        until = monotonic() + 20
        while len(entries(document := read(api, given))) < count and monotonic() < until:
            sleep(0.02)
        assert len(entries(document)) == count
        return document

    return ask


def read(api, given):
    response = api.get(PATH, given)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def entries(document):
    return document.findall(f"{ATOM}entry")


def text(element, name):
    return element.findtext(ATOM + name)


def children(element):
    """How many there are of each name, of entries apart."""
    names = [each.tag.removeprefix(ATOM) for each in element]
    return {name: names.count(name) for name in names if name != "entry"}


def link(element, rel):
    (found,) = [
        each.get("href") for each in element.findall(f"{ATOM}link") if each.get("rel") == rel
    ]
    return found


def test_the_feed_has_what_the_standard_asks_for(atom, api):
    make.make_party(slug="one")
    document = atom(1)
    (entry,) = entries(document)
    assert document.tag == f"{ATOM}feed"
    assert children(document) == OF_A_FEED
    assert children(entry) == OF_AN_ENTRY
    assert link(document, "self") == text(document, "id") == ROOT + PATH
    assert text(document, "updated") == text(entry, "updated") == text(entry, "published")
    assert document.findtext(f"{ATOM}author/{ATOM}name") == "Ceasefire tracker"


def test_an_entry_tells_a_change(atom, api):
    with recorded(reason="Named <b>anew</b> & better."):
        make.make_party(slug="one")
        Party.objects.update(name="One", kind="state")
    entry = entries(atom(2))[0]
    row = api.rows("changes/")[1]
    assert text(entry, "title") == "parties one updated: kind, name"
    assert text(entry, "id") == f"{ROOT}changes/#{row['position']}"
    assert link(entry, "alternate") == row["url"]
    assert text(entry, "updated")[:19] == row["at"][:19]
    assert entry.find(f"{ATOM}summary").get("type") == "html"
    assert text(entry, "summary") == "Named &lt;b&gt;anew&lt;/b&gt; &amp; better."


def test_the_newest_come_first_and_no_more_than_asked_for(atom):
    for slug in "abc":
        make.make_party(slug=slug)
    titles = [text(each, "title") for each in entries(atom(3))]
    assert titles == ["parties c created", "parties b created", "parties a created"]
    assert [text(each, "title") for each in entries(atom(2, limit=2))] == titles[:2]


def test_only_some_resources(atom):
    make.make_participation()
    atom(4)
    assert [text(each, "title").split()[0] for each in entries(atom(1, resource="parties"))] == [
        "parties"
    ]
    assert len(entries(atom(2, resource="parties,conflicts"))) == 2


def test_what_is_not_settled_is_not_told(atom, api):
    make.make_party(slug="one")
    atom(1)
    end = feed.bounds().settled
    make.make_party(slug="two")
    assert [each.identifier for each in feed.latest(end, (), 10)] == ["one"]


@pytest.mark.parametrize(
    "odd", ["\x01", "\x0b\x0c", "\x1f", "\x7f", "\ufffe", "\uffff", "🕊", "]]>"]
)
def test_no_sign_in_a_reason_breaks_the_document(atom, odd):
    with recorded(reason=f"Before{odd}after."):
        make.make_party(slug="one")
    (entry,) = entries(atom(1))
    summary = text(entry, "summary")
    assert summary.startswith("Before") and summary.endswith("after.")


def test_without_changes_it_stays_the_same(api):
    first, second = api.get(PATH), api.get(PATH)
    assert first["ETag"] == second["ETag"]
    assert text(ElementTree.fromstring(first.content), "updated") == "1970-01-01T00:00:00+00:00"


def test_it_is_kept_and_asked_for_anew_like_other_answers(atom, api):
    make.make_party(slug="one")
    atom(1)
    response = api.get(PATH)
    assert response["Content-Type"] == "application/atom+xml"
    assert response["Cache-Control"].startswith("public, max-age=")
    again = api.get(PATH, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert api.head(PATH)["ETag"] == response["ETag"]


@pytest.mark.parametrize("accept", ["application/atom+xml", "application/*", "*/*"])
def test_readers_of_feeds_may_have_it(api, accept):
    assert api.get(PATH, headers={"Accept": accept}).status_code == 200


def test_nothing_but_atom_can_be_had(api):
    assert api.get(PATH, headers={"Accept": "application/json"}).status_code == 406
    assert api.options(PATH).status_code == 204


@pytest.mark.parametrize("query", ["limit=0", "resource=x", "after=1", "format=json"])
def test_what_it_does_not_take_is_refused(api, query):
    (error,) = api.refused(f"{PATH}?{query}")
    assert error["parameter"] == query.split("=")[0]


def test_who_wrote_is_nowhere(atom, api, django_user_model):
    user = django_user_model.objects.create(username="secret-name")
    with recorded(editor=user.pk, request_id="secret-request"):
        make.make_party(slug="one")
    atom(1)
    assert b"secret" not in api.get(PATH).content
    with connection.cursor() as cursor:
        cursor.execute("SELECT editor FROM ceasefires_version ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == (user.pk,)
