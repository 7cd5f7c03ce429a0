"""Logging acts with their reports, amending and checking them."""

from datetime import UTC, datetime

import pytest

from ceasefires.models import Authorship, Report, Violation
from tests import factories
from tests.factories import exactly

from .bodies import EXACT, act, claim
from .shapes import NOT_REPORTED
from .writer import Writer

pytestmark = pytest.mark.django_db
TWO = {"low": None, "best": 2, "high": None}


@pytest.fixture
def monitor():
    return Writer("monitor")


@pytest.fixture
def editor():
    return Writer("editor")


def path(shown):
    return f"violations/{shown['id']}/"


def test_a_monitor_logs_an_act_with_its_first_report(monitor):
    source = factories.make_source(published=exactly("2014-08-06T09:00Z"))
    shown = monitor.create(
        "violations/", act(reports=[claim(source=source.slug, killed={"best": 2})])
    )
    [report] = shown["reports"]
    assert report["violation"]["id"] == shown["id"]
    assert (shown["verification"], shown["relation"]) == ("alleged", "during")
    assert (shown["killed"], shown["figures_basis"]) == (TWO, "reported")
    assert shown["first_reported"] == report["known_from"] == "2014-08-06T09:00:00Z"


def test_an_act_without_a_report_is_public_from_now(monitor):
    shown = monitor.create("violations/", act())
    reported = datetime.fromisoformat(shown["first_reported"])
    assert abs((datetime.now(UTC) - reported).total_seconds()) < 60


def test_who_logged_an_act_and_its_reports_is_kept_apart(monitor):
    shown = monitor.create("violations/", act(reports=[claim(), claim()]))
    kept = Authorship.objects.all()
    assert len(kept) == 3 and len({each.user_id for each in kept}) == 1
    assert {str(each.violation_id) for each in kept if each.violation_id} == {shown["id"]}


def test_figures_that_an_act_is_given_are_not_the_reports(editor):
    shown = editor.create(
        "violations/", act(killed={"best": 3}, reports=[claim(killed={"best": 2})])
    )
    assert (shown["killed"]["best"], shown["figures_basis"]) == (3, "set")


def report(writer, shown, **figures):
    return writer.create("reports/", claim(violation=shown["id"], **figures))


def test_a_further_report_widens_the_figures(monitor):
    shown = monitor.create("violations/", act(reports=[claim(killed={"best": 2})]))
    report(monitor, shown, killed={"low": 3, "best": 5}, injured={"low": 1})
    now = monitor.body(path(shown))
    assert now["killed"] == {"low": 2, "best": 2, "high": 5}
    assert now["injured"] == {"low": 1, "best": None, "high": None}


def test_figures_that_an_editor_set_stay_until_they_follow_again(monitor, editor):
    shown = monitor.create("violations/", act(reports=[claim(killed={"best": 2})]))
    editor.amend(path(shown), {"killed": {"best": 4}})
    report(monitor, shown, killed={"best": 9})
    assert editor.body(path(shown))["killed"] == {"low": None, "best": 4, "high": None}
    followed = editor.amend(path(shown), {"figures_basis": "reported"})
    assert followed["killed"] == {"low": 2, "best": 2, "high": 9}


def test_figures_follow_a_report_that_is_amended_moved_or_withdrawn(editor):
    shown = editor.create("violations/", act(reports=[claim(killed={"best": 2})]))
    second = report(editor, shown, killed={"best": 5})
    mine = f"reports/{second['id']}/"
    editor.amend(mine, {"killed": {"best": 7}})
    assert editor.body(path(shown))["killed"] == {"low": 2, "best": 2, "high": 7}
    other = editor.create("violations/", act())
    editor.amend(mine, {"violation": other["id"]})
    assert editor.body(path(shown))["killed"] == TWO
    assert editor.body(path(other))["killed"] == {"low": None, "best": 7, "high": None}
    editor.withdraw(mine)
    assert editor.body(path(other))["killed"] == NOT_REPORTED


@pytest.mark.parametrize(("stands", "status"), [("under_investigation", 201), ("verified", 403)])
def test_a_monitor_reports_acts_that_are_open(monitor, editor, stands, status):
    target = editor.create("violations/", act(verification=stands))
    said = claim(violation=target["id"], killed={"best": 999}, stated_relation="during")
    assert monitor.send("POST", "reports/", said).status_code == status
    assert (editor.body(path(target))["killed"]["best"] == 999) == (status == 201)


def test_a_monitor_moves_no_report_to_an_act_that_was_checked(monitor, editor):
    checked = editor.create("violations/", act(verification="unfounded"))
    mine = monitor.create("violations/", act(reports=[claim(killed={"best": 999})]))
    moved = monitor.change(
        "PATCH", f"reports/{mine['reports'][0]['id']}/", {"violation": checked["id"]}
    )
    assert moved.status_code == 403
    assert editor.body(path(checked))["killed"] == NOT_REPORTED


def test_an_act_is_public_from_its_earliest_report(editor):
    late = factories.make_source(published=exactly("2014-09-01T00:00Z")).slug
    shown = editor.create("violations/", act(reports=[claim(source=late)]))
    assert shown["first_reported"] == "2014-09-01T00:00:00Z"
    early = factories.make_source(published=exactly("2014-08-06T10:00Z")).slug
    editor.create("reports/", claim(source=early, violation=shown["id"]))
    assert editor.body(path(shown))["first_reported"] == "2014-08-06T10:00:00Z"
    assert editor.body(path(shown), known_at="2014-08-20T00:00:00Z")["id"] == shown["id"]


def test_one_figure_that_an_act_is_given_leaves_the_other_to_its_reports(editor):
    reports = [claim(killed={"best": 3}, injured={"best": 9})]
    shown = editor.create("violations/", act(killed={"best": 3}, reports=reports))
    assert (shown["injured"]["best"], shown["figures_basis"]) == (9, "reported")


def test_a_monitor_amends_what_it_logged_while_it_is_alleged(monitor, editor):
    shown = monitor.create("violations/", act(reports=[claim()]))
    mine = f"reports/{shown['reports'][0]['id']}/"
    assert monitor.amend(path(shown), {"place_name": "Sderot"})["place_name"] == "Sderot"
    assert monitor.amend(mine, {"locator": "paragraph 9"})["locator"] == "paragraph 9"
    editor.amend(path(shown), {"verification": "verified"})
    for each, change in ((path(shown), {"place_name": "A"}), (mine, {"locator": "b"})):
        assert monitor.change("PATCH", each, change).status_code == 403


def test_a_monitor_amends_nothing_of_anothers(monitor):
    shown = Writer("monitor").create("violations/", act(reports=[claim()]))
    for each in (path(shown), f"reports/{shown['reports'][0]['id']}/"):
        assert monitor.change("PATCH", each, monitor.body(each)).status_code == 403


def test_a_monitor_adds_a_report_to_anothers_act(monitor):
    shown = Writer("monitor").create("violations/", act())
    assert report(monitor, shown)["violation"]["id"] == shown["id"]


@pytest.mark.parametrize(
    "checked", [{"verification": "verified"}, {"verified": EXACT, "verification": "unfounded"}]
)
def test_only_editors_check_acts(monitor, checked):
    assert monitor.send("POST", "violations/", act(**checked)).status_code == 403
    shown = monitor.create("violations/", act())
    assert monitor.change("PATCH", path(shown), checked).status_code == 403
    assert monitor.body(path(shown))["verification"] == "alleged"


def test_a_monitor_withdraws_nothing(monitor):
    shown = monitor.create("violations/", act())
    assert monitor.withdraw(path(shown)).status_code == 403
    assert Violation.objects.count() == 1


def test_reports_are_not_changed_with_their_act(editor):
    shown = editor.create("violations/", act(reports=[claim()]))
    for reports in ([], "x", shown["reports"] * 2):
        assert editor.objections("PATCH", path(shown), {"reports": reports}) == {
            ("#/reports", "fixed")
        }


def test_what_only_python_takes_for_the_same_is_refused(editor):
    shown = editor.create("violations/", act(killed={"best": 1}))
    for killed in ({"best": True}, {"best": 1.0}):
        wrong = {"killed": shown["killed"] | killed}
        told = editor.objections("PATCH", path(shown), wrong)
        assert told == {("#/killed/best", "not_a_number")}


def test_a_verification_is_reached_now_unless_it_says_when(editor):
    shown = editor.create("violations/", act())
    now = editor.amend(path(shown), {"verification": "verified"})["verified"]
    assert now["precision"] == "minute"
    told = {"at": "2014-08-09T00:00:00Z", "precision": "day"}
    dated = editor.amend(path(shown), {"verification": "unfounded", "verified": told})
    assert dated["verified"]["at"] == told["at"]
    opened = editor.amend(path(shown), {"verification": "under_investigation"})
    assert opened["verified"]["at"] is None


def test_everything_that_is_wrong_is_told_at_once(editor):
    body = act(
        kind="nonsense",
        ceasefire="no-such-truce",
        occurred={"at": "yesterday", "precision": "fortnight"},
        latitude=91,
        killed={"low": 3, "best": -1},
        injured={"low": 3, "best": 1},
        response="denied",
        reports=[claim(), claim(source="nowhere", killed={"dead": 1}), claim(locator=" ")],
        colour="red",
    )
    assert editor.objections("POST", "violations/", body) == {
        ("#/kind", "unknown_value"),
        ("#/ceasefire", "unknown"),
        ("#/occurred/at", "invalid"),
        ("#/occurred/precision", "unknown_value"),
        ("#/latitude", "invalid"),
        ("#/killed/best", "out_of_range"),
        ("#/injured", "invalid"),
        ("#/response", "invalid"),
        ("#/reports/1/source", "unknown"),
        ("#/reports/1/killed/dead", "unknown"),
        ("#/reports/2/locator", "blank"),
        ("#/colour", "unknown"),
    }
    assert not Violation.objects.exists() and not Report.objects.exists()


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"occurred": {"at": "2199-01-01T00:00:00Z", "precision": "day"}}, "#/occurred"),
        ({"first_reported": "2199-01-01T00:00:00Z"}, "#/first_reported"),
        ({"latitude": 31.5}, "#/latitude"),
        ({"reports": [{"killed": {"low": 2, "high": 1}}]}, "#/reports/0/killed"),
        ({"reports": [{"stated_relation": "indeterminate"}]}, "#/reports/0/stated_relation"),
    ],
)
def test_what_only_the_constraints_refuse_is_placed_too(editor, given, place):
    if "reports" in given:
        given = {"reports": [claim(**given["reports"][0])]}
    told = editor.objections("POST", "violations/", act(**given))
    assert place in {pointer for pointer, _code in told}
    assert not Violation.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("description", "a\x00b"),
        ("description", "a" * 5001),
        ("place_name", 7),
        ("place_name", ["Sderot"]),
        ("latitude", "31.5"),
        ("latitude", 1e300),
        ("latitude", True),
        ("killed", 2),
        ("killed", {"best": 2.5}),
        ("killed", {"best": "2"}),
        ("killed", {"best": 2**31}),
        ("killed", {"best": True}),
        ("quantity", {"value": 5}),
        ("quantity", {"value": 5, "unit": "", "qualifier": "exact"}),
        ("occurred", "2014-08-06"),
        ("occurred", {"at": "2014-08-06T08:00:00", "precision": "minute"}),
        ("occurred", {"at": EXACT["at"]}),
        ("occurred", {"at": EXACT["at"], "precision": "unknown"}),
        ("occurred", {"at": None, "precision": "day"}),
        ("occurred", EXACT | {"local": "2014-08-06T08:00:00+03:00"}),
        ("attributed_to", {"name": "Hamas"}),
        ("attributed_to", "\x00"),
        ("ceasefire", 5),
        ("event", "e" * 101),
        ("reports", {}),
        ("reports", [1]),
        ("reports", [{}] * 101),
    ],
)
def test_a_value_of_another_kind_is_refused_at_its_place(editor, name, value):
    told = editor.objections("POST", "violations/", act(**{name: value}))
    assert {pointer.split("/")[1] for pointer, _code in told} == {name}


def test_a_place_is_kept_to_a_millionth_of_a_degree(editor):
    shown = editor.create("violations/", act(latitude=31.12345678, longitude=-0.0000004))
    assert (shown["latitude"], shown["longitude"]) == (31.123457, 0.0)
