"""The history of an object, and the object as it was recorded at an instant."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ceasefires.models import Ceasefire, Party, Source, Violation
from ceasefires.recording import recorded
from tests import factories as make
from tests.people import bearing, make_token, make_user

from .shapes import ROOT, leaf, shown
from .test_paging import FIVE_ROWS

NEVER_THERE = "01914e3e-0000-7000-8000-000000000000"


def now():
    return shown(datetime.now(UTC))


def fields(version):
    return [each["field"] for each in version["changes"]]


def test_a_history_is_shown_whole(api):
    make.make_party(slug="one", name="One", kind="state")
    with recorded(editor=5, reason="Its own name for itself."):
        Party.objects.update(name="The One")
    Party.objects.all().delete()
    created, updated, deleted = api.rows("parties/one/history/")
    whole = {"slug": "one", "name": "One", "kind": "state", "identifiers": {}}
    assert created | {"at": None} == {
        "at": None,
        "action": "created",
        "reason": "",
        "changes": [
            {"field": name, "before": None, "after": value} for name, value in whole.items()
        ],
    }
    assert updated | {"at": None} == {
        "at": None,
        "action": "updated",
        "reason": "Its own name for itself.",
        "changes": [{"field": "name", "before": "One", "after": "The One"}],
    }
    assert deleted["action"] == "deleted"
    assert {each["field"]: each["before"] for each in deleted["changes"]} == whole | {
        "name": "The One"
    }
    assert created["at"] < updated["at"] < deleted["at"]


def test_values_are_in_the_shape_of_the_api(api):
    act = make.make_violation()
    party = make.make_party(name="Someone")
    Violation.objects.update(attributed_to=party, killed_low=1, occurred_precision="day")
    changed = api.rows(f"violations/{act.pk}/history/")[-1]["changes"]
    nothing = {"low": None, "best": None, "high": None}
    occurred = api.body(f"violations/{act.pk}/")["occurred"]
    assert changed == [
        {"field": "attributed_to", "before": None, "after": leaf("parties", party)},
        {"field": "occurred", "before": occurred | {"precision": "minute"}, "after": occurred},
        {"field": "killed", "before": nothing, "after": nothing | {"low": 1}},
    ]


def test_what_was_referred_to_is_named_though_it_is_gone(api):
    coalition = make.make_party(slug="gone", name="Gone")
    make.make_party(slug="one", member_of=coalition)
    Party.objects.filter(slug="one").update(member_of=None)
    coalition.delete()
    (change,) = api.rows("parties/one/history/")[-1]["changes"]
    gone = {"slug": "gone", "name": "Gone", "url": f"{ROOT}parties/gone/"}
    assert change == {"field": "member_of", "before": gone, "after": None}


def test_parts_are_changes_of_the_object(api):
    part = make.make_participation()
    path = f"ceasefires/{part.ceasefire.slug}/history/"
    make.make_citation(participation=part)
    part.delete()
    created, added, cited, *gone = api.rows(path)
    assert fields(added) == fields(cited) == ["participations"]
    assert [len(each["changes"][0]["after"]) for each in (added, cited)] == [1, 1]
    assert cited["changes"][0]["after"][0]["sources"] != []
    assert gone[-1]["changes"][0]["after"] == []


def test_a_relation_that_follows_from_other_facts_is_no_version(api):
    act = make.make_violation()
    Ceasefire.objects.update(effective_at=make.instant("2014-08-07T05:00Z"))
    (only,) = api.rows(f"violations/{act.pk}/history/")
    assert only["action"] == "created"
    assert not {"relation", "relation_basis", "bound", "updated", "url"} & set(fields(only))


def test_what_was_known_from_its_sources_is_no_version_when_they_are_corrected(api):
    cited = make.make_citation(ceasefire=make.make_ceasefire(known_from=None))
    path = f"ceasefires/{cited.ceasefire.slug}/"
    then = now()
    Source.objects.update(published_at=make.instant("2014-08-03T00:00Z"))
    assert [each["action"] for each in api.rows(f"{path}history/")] == ["created", "updated"]
    assert api.body(path)["known_from"] == "2014-08-03T00:00:00Z"
    assert api.body(path, as_recorded_at=then)["known_from"] == "2014-08-04T00:00:00Z"
    assert api.body(path, as_recorded_at=now())["known_from"] == "2014-08-03T00:00:00Z"


def test_pages_continue_where_the_last_one_ended(api):
    make.make_party(slug="one", name="0")
    for name in "1234":
        Party.objects.update(name=name)
    whole = api.rows("parties/one/history/")
    first = api.body("parties/one/history/", limit=2)
    second = api.body(first["next"])
    assert first["results"] + second["results"] == whole[:4]
    assert second["results"][0]["changes"] == [{"field": "name", "before": "1", "after": "2"}]
    assert api.body(second["previous"])["results"] == first["results"]


def test_a_cursor_of_another_history_is_refused(api):
    for slug in ("one", "two"):
        make.make_party(slug=slug)
        Party.objects.filter(slug=slug).update(name="x")
    given = api.body("parties/one/history/", limit=1)["next"].split("cursor=")[1]
    (error,) = api.refused(f"parties/two/history/?cursor={given}")
    assert error["parameter"] == "cursor"


@pytest.mark.parametrize("resource", FIVE_ROWS)
def test_every_resource_has_its_history_and_answers_as_recorded(api, resource):
    FIVE_ROWS[resource]()
    row = api.rows(f"{resource}/")[0]
    assert api.rows(f"{row['url']}history/")[0]["action"] == "created"
    whole, then = api.body(row["url"]), api.body(row["url"], as_recorded_at=now())
    not_recorded = {"state", "taken", "updated"}
    assert {name for name in whole if then[name] != whole[name]} <= not_recorded
    assert then["updated"] <= whole["updated"]


@pytest.mark.parametrize("resource", FIVE_ROWS)
@pytest.mark.parametrize("path", ["history/", "?as_recorded_at=2026-01-01T00:00:00Z"])
def test_what_never_was_is_not_found(api, resource, path):
    FIVE_ROWS[resource]()
    name = "slug" if "slug" in api.rows(f"{resource}/")[0] else "id"
    nobody = "never-there" if name == "slug" else NEVER_THERE
    assert api.get(f"{resource}/{nobody}/{path}").status_code == 404


def test_an_object_as_recorded_before_between_and_after(api):
    before = now()
    part = make.make_participation(party=make.make_party(slug="p", name="Then"))
    truce = part.ceasefire
    Ceasefire.objects.update(name="First")
    first = now()
    Ceasefire.objects.update(name="Second")
    Party.objects.update(name="Now")
    second = now()
    part.delete()
    truce.delete()
    path = f"ceasefires/{truce.slug}/"
    then = api.body(path, as_recorded_at=first)
    assert then["name"] == "First" and then["state"] is None
    assert then["participations"][0]["party"]["name"] == "Then"
    assert api.body(path, as_recorded_at=second)["name"] == "Second"
    early, late = (api.get(path, {"as_recorded_at": each}) for each in (before, now()))
    assert early.status_code == late.status_code == 404
    assert "recorded" in early.json()["detail"] and "deleted" in late.json()["detail"]
    assert api.rows(f"{path}history/")[-1]["action"] == "deleted"


def test_claims_on_an_objects_page_are_those_recorded_then(api):
    report = make.make_report()
    identifier, then = str(report.pk), now()
    report.delete()
    path = f"violations/{report.violation_id}/"
    (kept,) = api.body(path, as_recorded_at=then)["reports"]
    assert kept["id"] == identifier
    assert api.body(path, as_recorded_at=now())["reports"] == []


def test_only_some_fields_as_recorded(api):
    make.make_party(slug="one", name="One")
    assert api.body("parties/one/", as_recorded_at=now(), fields="name") == {"name": "One"}


@pytest.mark.parametrize("value", ["", "now", "2014-08-06", "infinity", "9999-12-31T23:59:59Z"])
def test_what_is_no_instant_is_refused(api, value):
    make.make_party(slug="one")
    (error,) = api.refused("parties/one/", {"as_recorded_at": value})
    assert error["parameter"] == "as_recorded_at"


@pytest.mark.parametrize("other", ["at", "known_at"])
def test_what_was_recorded_is_not_mixed_with_what_was_known(api, other):
    truce = make.make_ceasefire()
    instant = "2014-08-06T12:00:00Z"
    (error,) = api.refused(f"ceasefires/{truce.slug}/", {"as_recorded_at": instant, other: instant})
    assert error["parameter"] == "as_recorded_at"


EDITORS = ["editor", "admin"]


@pytest.fixture
def written(db):
    """A party by one user, its name by one who is gone since, its kind by nobody known."""
    author, gone = make_user(username="author"), make_user()
    with recorded(editor=author.pk, request_id="first"):
        make.make_party(slug="one", name="One", kind="state")
    with recorded(editor=gone.pk, request_id="second"):
        Party.objects.update(name="Another")
    gone.delete()
    Party.objects.update(kind="coalition")


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("role", EDITORS)
def test_editors_are_told_who_wrote_and_for_which_request(api, role):
    anyone = api.rows("parties/one/history/")
    told = api.get("parties/one/history/", headers=bearing(make_token(role))).json()["results"]
    signatures = [("author", "first"), (None, "second"), (None, "")]
    assert told == [
        row | {"editor": editor, "request_id": request}
        for row, (editor, request) in zip(anyone, signatures, strict=True)
    ]


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("role", ["", "monitor"])
def test_nobody_else_is_told(api, role):
    told = api.get("parties/one/history/", headers=bearing(make_token(role)))
    assert told.content == api.get("parties/one/history/").content
    assert set(told.json()["results"][0]) == {"at", "action", "reason", "changes"}


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("method", ["get", "head"])
def test_no_cache_gives_anyone_what_editors_are_told(api, method):
    ask = getattr(api, method)
    anyone, monitor, editor = (
        ask("parties/one/history/", headers=bearing(token))
        for token in (None, make_token("monitor"), make_token("editor"))
    )
    for response in (anyone, monitor, editor):
        assert set(response["Vary"].split(", ")) == {"Accept", "Authorization"}
    assert anyone["ETag"] == monitor["ETag"] != editor["ETag"]
    assert anyone["Cache-Control"] == monitor["Cache-Control"]
    assert anyone["Cache-Control"].startswith("public, ")
    assert editor["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("written")
def test_an_editor_who_has_it_already_is_told_so_as_privately(api):
    headers = bearing(make_token("editor"))
    tag = api.get("parties/one/history/", headers=headers)["ETag"]
    again = api.get("parties/one/history/", headers=headers | {"If-None-Match": tag})
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-store")
    assert "Authorization" in again["Vary"]
    anyone = api.get("parties/one/history/", headers={"If-None-Match": tag})
    assert anyone.status_code == 200


def test_an_editor_is_told_page_by_page(api):
    author = make_user(username="author")
    with recorded(editor=author.pk):
        make.make_party(slug="one", name="0")
        for name in "123":
            Party.objects.update(name=name)
    headers = bearing(make_token("editor"))
    whole = api.get("parties/one/history/", headers=headers).json()["results"]
    first = api.get("parties/one/history/?limit=2", headers=headers).json()
    second = api.get(first["next"], headers=headers).json()
    assert first["results"] + second["results"] == whole
    assert {each["editor"] for each in whole} == {"author"}


def test_who_wrote_costs_an_editor_one_query_for_a_whole_page(api):
    headers = bearing(make_token("editor"))
    make.make_party(slug="one")
    counts = []
    for number in range(6):
        with recorded(editor=make_user().pk):
            Party.objects.update(name=f"{number}")
        with CaptureQueriesContext(connection) as queries:
            api.get("parties/one/history/", headers=headers)
        counts.append(len(queries))
    assert len(set(counts)) == 1
