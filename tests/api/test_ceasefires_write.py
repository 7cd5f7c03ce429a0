"""Ceasefires, their parts and the verbs that change several records at once."""

import pytest

from ceasefires.models import Participation
from tests import factories
from tests.factories import exactly

from .bodies import EXACT, cited, claim
from .writer import Writer

pytestmark = pytest.mark.django_db
EXACTLY_LATER = exactly("2014-08-10T00:00Z")


@pytest.fixture
def editor():
    return Writer()


def two_sides():
    truce = factories.make_ceasefire()
    parts = [factories.make_participation(ceasefire=truce, side=side) for side in "ab"]
    return truce, *(part.party for part in parts)


def read_in():
    source = factories.make_source(published=exactly("2014-08-07T00:00Z"))
    return {"source": source.slug, "locator": "paragraph 4"}


def state(editor, truce, at="2014-08-07T12:00:00Z"):
    return editor.body(f"ceasefires/{truce.slug}/state/", at=at)


def test_parts_that_are_not_named_any_more_are_gone_and_the_others_stay(editor):
    truce, israel, hamas = two_sides()
    kept = Participation.objects.get(party=israel)
    shown = editor.amend(
        f"ceasefires/{truce.slug}/",
        {"participations": [{"party": israel.slug, "sources": cited("role")}]},
    )
    assert [part["party"]["slug"] for part in shown["participations"]] == [israel.slug]
    assert shown["participations"][0]["side"] == "a"
    assert Participation.objects.get() == kept


def test_a_part_is_given_once(editor):
    truce, israel, _hamas = two_sides()
    twice = {"participations": [{"party": israel.slug}, {"party": israel.slug}]}
    told = editor.objections("PATCH", f"ceasefires/{truce.slug}/", twice)
    assert told == {("#/participations/1", "repeated")}


def test_what_is_wrong_with_a_part_is_placed_in_it(editor):
    truce, israel, _hamas = two_sides()
    wrong = {
        "participations": [{"party": israel.slug, "side": "AB", "ended": EXACT, "sources": [{}]}]
    }
    told = editor.objections("PATCH", f"ceasefires/{truce.slug}/", wrong)
    assert {pointer for pointer, _code in told} == {
        "#/participations/0/side",
        "#/participations/0/sources/0/source",
        "#/participations/0/sources/0/locator",
    }


def test_a_part_that_ends_before_the_truce_began_is_refused(editor):
    truce, israel, _hamas = two_sides()
    early = {"at": "2014-08-01T00:00:00Z", "precision": "minute"}
    part = {"party": israel.slug, "ended": early, "end_type": "violence"}
    told = editor.objections("PATCH", f"ceasefires/{truce.slug}/", {"participations": [part]})
    assert {pointer for pointer, _code in told} == {"#/participations/0/ended"}


def test_an_identifier_is_that_of_one_truce(editor):
    factories.make_ceasefire(ethprio_id="7")
    other = factories.make_ceasefire()
    told = editor.objections(
        "PATCH", f"ceasefires/{other.slug}/", {"identifiers": {"ethprio": "7"}}
    )
    assert told == {("#/identifiers/ethprio", "unique")}


def test_what_a_citation_supports_is_a_field(editor):
    truce = factories.make_ceasefire()
    path, wrong = f"ceasefires/{truce.slug}/", cited("nonsense")
    assert editor.objections("PATCH", path, {"sources": wrong}) == {
        ("#/sources/0/fields/0", "unknown_value")
    }


def test_a_part_is_ended_as_a_source_says(editor):
    truce, israel, _hamas = two_sides()
    ending = {"party": israel.slug, "ended": EXACT, "end_type": "violence"} | read_in()
    shown = editor.send("POST", f"ceasefires/{truce.slug}/end/", ending).json()
    part = next(each for each in shown["participations"] if each["party"]["slug"] == israel.slug)
    assert (part["end_type"], part["ended"]["at"]) == ("violence", EXACT["at"])
    assert part["ended_known_from"] == "2014-08-07T00:00:00Z"
    assert part["sources"][0]["fields"] == ["ended", "end_type", "ended_known_from"]
    assert state(editor, truce)["status"] == "collapsed"


def test_a_part_is_ended_once(editor):
    truce, israel, _hamas = two_sides()
    path = f"ceasefires/{truce.slug}/end/"
    ending = {"party": israel.slug, "ended": EXACT, "end_type": "violence"} | read_in()
    assert editor.send("POST", path, ending).status_code == 200
    told = editor.objections("POST", path, ending | {"end_type": "expired"} | read_in())
    assert told == {("#/party", "ended")}
    assert state(editor, truce)["status"] == "collapsed"


def test_an_end_is_known_from_when_its_source_was_public(editor):
    truce, israel, _hamas = two_sides()
    undated = factories.make_source(published=factories.FuzzyInstant()).slug
    ending = {"party": israel.slug, "ended": EXACT, "end_type": "violence"}
    said = ending | {"source": undated, "locator": "page 1"}
    told = editor.objections("POST", f"ceasefires/{truce.slug}/end/", said)
    assert told == {("#/source", "refused")}


def test_what_stands_against_superseding_is_told_of_what_the_body_names(editor):
    truce, *_ = two_sides()
    before = factories.make_ceasefire(
        conflict=truce.conflict, effective=exactly("2014-08-01T00:00Z"), scheduled_end=EXACTLY_LATER
    )
    told = editor.objections(
        "POST", f"ceasefires/{truce.slug}/supersede/", {"by": before.slug} | read_in()
    )
    assert {pointer for pointer, _code in told} == {"#"}


def test_a_suspension_does_not_resume_itself(editor):
    truce, *_ = two_sides()
    body = claim(ceasefire=truce.slug, kind="suspension", effective=EXACT)
    path = f"amendments/{editor.create('amendments/', body)['id']}/"
    assert editor.objections("PATCH", path, {"kind": "resumption"}) == {("#/kind", "refused")}


@pytest.mark.parametrize(
    "duration", ["P999999999999D", "PT", "P1Y", "P1M", "72 hours", 72, "P40000D"]
)
def test_a_duration_that_is_none_is_refused(editor, duration):
    truce = factories.make_ceasefire()
    path = f"ceasefires/{truce.slug}/"
    told = editor.objections("PATCH", path, {"planned_duration": duration})
    assert {pointer for pointer, _code in told} == {"#/planned_duration"}


def test_only_who_declared_it_has_a_part_to_end(editor):
    truce = factories.make_ceasefire()
    stranger = factories.make_party()
    ending = {"party": stranger.slug, "ended": None, "end_type": "unclear"} | read_in()
    told = editor.objections("POST", f"ceasefires/{truce.slug}/end/", ending)
    assert told == {("#/party", "unknown")}
    told = editor.objections("POST", f"ceasefires/{truce.slug}/end/", {"end_type": "boredom"})
    assert {pointer for pointer, _code in told} == {
        f"#/{name}" for name in ("party", "ended", "source", "locator")
    }


def test_a_truce_takes_anothers_place(editor):
    truce, israel, hamas = two_sides()
    ended = Participation.objects.filter(party=hamas)
    ended.update(end_type="withdrawn", ended_at="2014-08-06T00:00Z", ended_precision="minute")
    later = factories.make_ceasefire(
        conflict=truce.conflict, effective=exactly("2014-08-07T06:00Z")
    )
    path = f"ceasefires/{truce.slug}/supersede/"
    response = editor.send("POST", path, {"by": later.slug} | read_in())
    assert response.status_code == 200
    parts = {each["party"]["slug"]: each for each in response.json()["participations"]}
    assert parts[israel.slug]["end_type"] == "superseded"
    assert parts[israel.slug]["ended"]["at"] == "2014-08-07T06:00:00Z"
    assert parts[hamas.slug]["end_type"] == "withdrawn"
    follows = editor.body(f"ceasefires/{later.slug}/")
    assert (follows["follows"]["slug"], follows["follows_as"]) == (truce.slug, "supersedes")
    again = editor.objections(
        "POST", f"ceasefires/{later.slug}/supersede/", {"by": truce.slug} | read_in()
    )
    assert again


def test_an_extension_moves_the_end(editor):
    truce, *_ = two_sides()
    body = claim(
        ceasefire=truce.slug,
        kind="extension",
        agreed=EXACT,
        new_scheduled_end={"at": "2014-08-13T05:00:00Z", "precision": "minute"},
    )
    editor.create("amendments/", body)
    assert state(editor, truce, "2014-08-10T00:00:00Z")["status"] == "in_force"


def test_an_extension_that_ends_before_the_truce_began_is_refused(editor):
    truce, *_ = two_sides()
    early = {"at": "2014-08-05T05:00:00Z", "precision": "minute"}
    body = claim(ceasefire=truce.slug, kind="extension", new_scheduled_end=early)
    assert editor.objections("POST", "amendments/", body) == {("#/new_scheduled_end", "refused")}
    body["new_scheduled_end"] = early | {"at": "2014-08-05T05:01:00Z"}
    made = editor.create("amendments/", body)
    path = f"amendments/{made['id']}/"
    told = editor.objections("PATCH", path, {"new_scheduled_end": early})
    assert told == {("#/new_scheduled_end", "refused")}


def test_only_what_was_suspended_is_resumed(editor):
    truce, *_ = two_sides()
    resumed = claim(ceasefire=truce.slug, kind="resumption", effective=EXACT)
    assert editor.objections("POST", "amendments/", resumed) == {("#/kind", "refused")}
    at = {"at": "2014-08-06T08:00:01Z", "precision": "minute"}
    suspension = editor.create(
        "amendments/", claim(ceasefire=truce.slug, kind="suspension", effective=at)
    )
    assert editor.objections("POST", "amendments/", resumed) == {("#/kind", "refused")}
    editor.amend(f"amendments/{suspension['id']}/", {"effective": EXACT})
    editor.create("amendments/", resumed)
