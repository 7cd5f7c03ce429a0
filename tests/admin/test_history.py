"""The history of a record in the admin: all that was written, whichever way, by whom and why."""

import re
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse

from ceasefires.models import Ceasefire, Citation, NegotiationRound, Participation, Party, Violation
from ceasefires.recording import recorded
from tests import factories as make
from tests.admin.pages import said
from tests.admin.test_pages import MAKERS, REGISTERED
from tests.people import make_user

pytestmark = pytest.mark.django_db

WHY = "The first report was mistaken."


def rows(page):
    """Of each row of the page: the text of its cells but the instant, without its markup."""
    assert page.status_code == 200
    body = page.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [" ".join(unescape(re.sub("<[^>]+>", "", cell)).split()) for cell in cells]
        for cells in (re.findall(r"<td>(.*?)</td>", row, re.S) for row in body.split("<tr>")[1:])
    ]


@pytest.fixture
def history(monitor):
    """The rows of a record's page, the latest first; as whoever is given."""

    def history(record, pages=monitor, pk=None, **query):
        address = pages.url(type(record), "history", pk or record.pk)
        return rows(pages.client.get(address, query))

    return history


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_way_of_writing_is_there_with_who_why_and_for_which_request(monitor, history):
    party = make.make_party(name="0")
    monitor.client.defaults["HTTP_X_REQUEST_ID"] = "by-form"
    monitor.change(party, name="1", reason=WHY)
    with recorded(editor=make_user(username="writer").pk, reason="Elsewhere.", request_id="by-api"):
        Party.objects.update(name="2")
    raw("UPDATE ceasefires_party SET name = '3'")
    in_sql, by_api, by_form, made = history(party)
    assert in_sql == ["nobody named", "Updated Name: 2 → 3", "", ""]
    assert by_api == ["writer", "Updated Name: 1 → 2", "Elsewhere.", "by-api"]
    assert by_form == ["monitor", "Updated Name: 0 → 1", WHY, "by-form"]
    assert made[1] == f"Created Slug: – → {party.slug} Name: – → 0 Kind: – → Non state armed group"


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_every_record_has_its_history_from_its_making_on(history, name):
    [*_, made] = history(MAKERS[name]())
    assert made[1].startswith("Created")


TEXTS = {
    "citation": "locator",
    "negotiationround": "aim",
    "party": "name",
    "report": "locator",
    "violation": "place_name",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_history_takes_as_many_queries_for_20_versions_as_for_two(monitor, name):
    record = MAKERS[name]()
    counts = []
    for number in range(19):
        with recorded(editor=make_user().pk):
            REGISTERED[name].objects.filter(pk=record.pk).update(**{TEXTS[name]: f"{number}"})
        counts.append(monitor.queries(monitor.url(REGISTERED[name], "history", record.pk)))
    assert counts[0] == counts[-1]


def test_a_history_takes_as_many_queries_for_20_parts_as_for_two(monitor):
    truce = make.make_ceasefire()
    counts = []
    for _ in range(20):
        part = make.make_participation(ceasefire=truce)
        make.make_citation(participation=part)
        counts.append(monitor.queries(monitor.url(Ceasefire, "history", truce.pk)))
    assert counts[1] == counts[-1]


def test_values_are_in_words(history):
    act = make.make_violation()
    Violation.objects.update(
        attributed_to=make.make_party(name="Someone"),
        kind="armed_clash",
        occurred_at=make.instant("2014-08-06T08:00:30Z"),
        killed_low=2,
        latitude="31.5",
        longitude="34.25",
    )
    assert history(act)[0][1] == (
        "Updated Kind: Rocket fire → Armed clash Attributed to: – → Someone "
        "Occurred at: 2014-08-06 08:00:00 UTC → 2014-08-06 08:00:30 UTC "
        "Latitude: – → 31.500000 Longitude: – → 34.250000 Killed low: – → 2"
    )


def test_what_was_referred_to_is_named_though_it_is_gone(history):
    gone = make.make_party(name="Gone")
    party = make.make_party(member_of=gone)
    Party.objects.filter(pk=party.pk).update(member_of=None)
    gone.delete()
    assert history(party)[0][1] == "Updated Member of: Gone → –"


def test_what_only_follows_from_other_facts_is_not_there(history):
    act = make.make_violation()
    Ceasefire.objects.update(effective_at=make.instant("2014-08-07T05:00Z"))
    Violation.objects.update(place_name="Rafah")
    latest, made = history(act)
    assert latest[1] == "Updated Place name: – → Rafah"
    assert "Relation" not in made[1]


def test_what_is_shown_as_part_of_a_record_is_in_its_history(history):
    part = make.make_participation(party=make.make_party(name="Someone"))
    truce = part.ceasefire
    citation = make.make_citation(participation=part, locator="page 2")
    Participation.objects.update(side="b")
    slug, source = truce.slug, citation.source.slug
    part.delete()
    left, uncited, changed, cited, added, _ = [row[1] for row in history(truce)]
    assert uncited.startswith(f"Deleted: citation {source}, page 2, of {slug} Source: Example Wire")
    assert left.startswith(f"Deleted: participation Someone (declaring), of {slug} Party: Someone")
    assert changed == f"Updated: participation Someone (declaring), of {slug} Side: – → b"
    assert f"page 2, of {slug}" in cited and added.startswith("Created: participation Someone")


def test_the_ceasefires_of_a_round_are_in_its_history(history):
    sitting = make.make_round()
    truce = make.make_ceasefire(conflict=sitting.conflict, name="Seven hours")
    sitting.ceasefires.add(truce)
    sitting.ceasefires.clear()
    assert [row[1] for row in history(sitting)[:2]] == [
        f"Deleted: ceasefires, of {sitting.slug} Ceasefire: Seven hours → –",
        f"Created: ceasefires, of {sitting.slug} Ceasefire: – → Seven hours",
    ]


def test_the_history_of_a_part_tells_whose_it_was(history):
    part, other = make.make_participation(), make.make_ceasefire()
    first = part.ceasefire.slug
    make.make_participation(ceasefire=other)
    Participation.objects.filter(pk=part.pk).update(ceasefire=other)
    came, left, made = [row[1] for row in history(part)]
    assert came.startswith("Created") and f"of {other.slug}" in came
    assert left.startswith("Deleted") and made.startswith("Created")
    assert f"of {first}" in left and f"of {first}" in made


def test_a_user_who_is_deleted_since_has_a_number_and_no_name(history):
    gone = make_user(username="gone")
    with recorded(editor=gone.pk):
        party = make.make_party()
    number = gone.pk
    gone.delete()
    assert history(party)[0][0] == f"user {number}, deleted since"


def test_who_may_see_a_record_but_not_check_is_not_told_who_wrote(history, enter):
    with recorded(editor=make_user(username="writer").pk, reason=WHY, request_id="by-api"):
        party = make.make_party()
    assert [row[0] for row in history(party, enter("editor"))] == ["writer"]
    monitors = enter("monitor")
    [[what, why]] = history(party, monitors)
    assert (what[:7], why) == ("Created", WHY)
    page = monitors.client.get(monitors.url(Party, "history", party.pk)).content.decode()
    assert "writer" not in page and "by-api" not in page


def test_without_permission_there_is_no_history(enter):
    party = make.make_party()
    pages = enter("")
    assert pages.client.get(pages.url(Party, "history", party.pk)).status_code == 403


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_what_is_deleted_keeps_its_history_and_the_message_leads_there(monitor, name):
    record = MAKERS[name]()
    confirmed = {"post": "yes", "reason": WHY}
    url = monitor.url(type(record), "delete", record.pk)
    done = monitor.client.post(url, confirmed, follow=True)
    [address] = re.findall('href="([^"]+)">history', said(done))
    latest, *_ = found = rows(monitor.client.get(address))
    assert latest[1].startswith("Deleted") and latest[2] == WHY
    assert found[-1][1].startswith("Created")


@pytest.mark.parametrize("model", [Party, Violation, Citation, Participation])
@pytest.mark.parametrize("key", ["x", "\x00", "99999999999999999999", "5"])
def test_what_never_was_has_no_history(monitor, model, key):
    page = monitor.client.get(monitor.url(model, "history", key), follow=True)
    assert "doesn’t exist" in said(page)


def test_the_page_of_a_history_has_so_many_versions_and_leads_on(monitor, history, monkeypatch):
    monkeypatch.setattr("ceasefires.admin.history.PER_PAGE", 2)
    party = make.make_party(name="0")
    for name in "1234":
        Party.objects.update(name=name)
    pages = [history(party, p=number) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [row[1] for row in pages[1]] == ["Updated Name: 1 → 2", "Updated Name: 0 → 1"]
    address = monitor.url(Party, "history", party.pk)
    texts = [monitor.client.get(address, {"p": each}).content.decode() for each in (1, 2, 3)]
    assert ["Earlier" in each for each in texts] == [True, True, False]
    assert ["Later" in each for each in texts] == [False, True, True]


@pytest.mark.parametrize("page", ["0", "-1", "x", "\x00", "99999999999999999999"])
def test_an_odd_page_of_a_history_is_answered(history, page):
    assert history(make.make_party(), p=page)


def test_what_is_written_is_shown_and_not_obeyed(monitor):
    party = make.make_party(name="<script>alert(1)</script>")
    page = monitor.client.get(monitor.url(Party, "history", party.pk)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_a_record_leads_to_its_history(monitor):
    sitting = make.make_round()
    page = monitor.client.get(monitor.url(NegotiationRound, "change", sitting.pk))
    assert reverse("admin:ceasefires_negotiationround_history", args=[sitting.pk]) in str(
        page.content
    )


def test_a_history_is_only_read(monitor):
    url = monitor.url(Party, "history", make.make_party().pk)
    assert monitor.client.post(url).status_code == 405
