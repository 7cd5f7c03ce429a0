"""The state of one ceasefire, in full."""

import pytest

from tests import factories
from tests.factories import exactly, instant

from .shapes import ROOT, leaf

DURING = "2014-08-06T12:00:00Z"


@pytest.fixture
def truce(db):
    return factories.make_ceasefire(slug="truce")


@pytest.fixture
def state(api, truce):
    """Ask for the state."""

    def ask(**asked):
        return api.body("ceasefires/truce/state/", **asked)

    return ask


def test_a_state_is_shown_whole(api, truce, state):
    part = factories.make_participation(ceasefire=truce, side="a")
    act = factories.make_violation(
        ceasefire=truce, attributed_to=part.party, first_reported=instant("2014-08-06T09:00Z")
    )
    report = factories.make_report(violation=act)
    assessment = factories.make_assessment(
        ceasefire=truce, assessed_at=exactly("2014-08-06T10:00Z")
    )
    answer = state(at=DURING, known_at=DURING)
    because, would_change = answer.pop("because"), answer.pop("would_change")
    assert answer == {
        "status": "in_force",
        "compliance": "alleged",
        "since": "2014-08-05T05:00:00Z",
        "until": "2014-08-08T05:00:00Z",
        "projected": False,
        "candidates": ["in_force"],
        "declared": None,
        "at": DURING,
        "known_at": DURING,
        "valid_until": None,
        "parties": [
            {
                "party": leaf("parties", part.party),
                "status": "in_force",
                "candidates": ["in_force"],
            }
        ],
        "violations": {
            "count": 1,
            "counted": 1,
            "by_verification": {"alleged": 1},
            "by_relation": {"during": 1},
            "by_party": [
                {
                    "party": leaf("parties", part.party),
                    "bound": True,
                    "relation": "during",
                    "verification": "alleged",
                    "count": 1,
                }
            ],
        },
        "assessment": api.body(f"assessments/{assessment.pk}/"),
        "remaining": 41 * 3600,
    }
    deciding = next(each for each in because if each["axis"] == "compliance")
    assert deciding["facts"] == [
        {
            "type": "violation",
            "id": str(act.pk),
            "url": f"{ROOT}violations/{act.pk}/",
            "sources": [
                {"slug": report.source.slug, "url": f"{ROOT}sources/{report.source.slug}/"}
            ],
        }
    ]
    assert ("2014-08-08T05:00:00Z", "expired") in [
        (each["at"], each["status"]) for each in would_change
    ]


def test_what_remains_is_told_only_where_at_was_asked(state):
    assert "remaining" not in state()
    assert state(at=DURING)["remaining"] == 41 * 3600


def test_nothing_remains_once_the_end_has_come(state):
    assert state(at="2014-08-08T05:00:00Z")["remaining"] is None


def test_a_state_in_the_past_never_changes_by_the_clock(state):
    assert state(at=DURING)["valid_until"] is None


def test_a_state_for_an_instant_to_come_is_a_projection_until_then(state):
    answer = state(at="2150-01-01T00:00:00Z")
    assert (answer["projected"], answer["valid_until"]) == (True, "2150-01-01T00:00:00Z")


def test_a_state_as_known_at_an_instant_to_come_is_a_projection_until_then(state):
    later = {"at": "2150-01-01T00:00:00Z", "known_at": "2150-01-02T00:00:00Z"}
    answer = state(**later)
    assert (answer["projected"], answer["valid_until"]) == (True, later["at"])


def test_now_as_known_at_an_instant_to_come_holds_until_that_instant(state):
    answer = state(known_at="2150-01-01T00:00:00Z")
    assert (answer["projected"], answer["valid_until"]) == (False, "2150-01-01T00:00:00Z")


def test_a_coming_end_bounds_the_answer_for_now(api):
    factories.make_ceasefire(slug="open", scheduled_end=exactly("2150-01-01T00:00Z"))
    assert api.body("ceasefires/open/state/")["valid_until"] == "2150-01-01T00:00:00Z"


def test_acts_before_the_window_are_counted_apart(truce, state):
    factories.make_violation(ceasefire=truce, occurred=exactly("2014-08-05T04:59Z"))
    violations = state(at=DURING)["violations"]
    assert (violations["count"], violations["counted"]) == (1, 0)
    assert violations["by_relation"] == {"before": 1}


def test_an_act_by_someone_not_bound_is_listed_and_not_counted(truce, state):
    stranger = factories.make_party()
    factories.make_participation(ceasefire=truce)
    factories.make_violation(ceasefire=truce, attributed_to=stranger)
    violations = state(at=DURING)["violations"]
    assert (violations["count"], violations["counted"]) == (1, 0)
    assert violations["by_party"][0]["bound"] is False


def test_acts_and_assessments_not_yet_known_do_not_show(truce, state):
    factories.make_violation(ceasefire=truce)  # reported at 09:00
    late = factories.make_source(published=exactly("2014-08-06T09:00Z"))
    factories.make_assessment(ceasefire=truce, source=late)
    answer = state(at=DURING, known_at="2014-08-06T08:59:59Z")
    assert (answer["compliance"], answer["violations"]["count"]) == ("no_reports", 0)
    assert answer["assessment"] is None


def test_a_reason_names_no_source_that_was_published_later(truce, state):
    late = factories.make_source(slug="late", published=exactly("2014-08-07T00:00Z"))
    factories.make_citation(ceasefire=truce, source=late)
    assert "late" not in str(state(at=DURING, known_at=DURING))
    assert "late" in str(state(at=DURING))


def test_some_fields_of_a_state_can_be_asked_for_alone(state):
    assert state(at=DURING, fields="status,remaining") == {
        "status": "in_force",
        "remaining": 41 * 3600,
    }


def test_a_state_of_an_unknown_ceasefire_is_404(api):
    assert api.get("ceasefires/nowhere/state/").status_code == 404


def test_nothing_remains_once_it_has_ended(api):
    factories.make_ceasefire(slug="ended", end_type="violence", ended=exactly("2014-08-06T00:00Z"))
    state = api.body("ceasefires/ended/state/", at=DURING)
    assert (state["status"], state["remaining"]) == ("collapsed", None)
