"""Figures of an act follow its reports, however those are written, unless they were set."""

import pytest
from django.contrib.auth.models import User

from ceasefires.actions import add_report
from ceasefires.admin.violations import ViolationForm
from ceasefires.models import Authorship, Report, Version, Violation
from ceasefires.models.fields import Estimate
from tests.admin.pages import values_of
from tests.factories import make_ceasefire, make_source
from tests.meanwhile import Meanwhile

pytestmark = pytest.mark.django_db

NONE, TWO, TWO_TO_FIVE = Estimate(), Estimate(best=2), Estimate(2, 2, 5)
WHY = {"reason": "Counted twice."}


def report(prefix="", **given):
    said = {"source": make_source().pk, "locator": "1", "claimant": "X"}
    return {f"{prefix}{name}": value for name, value in (said | given).items()}


def another(**given):
    """A second report, typed into its act's page."""
    usual = {"qualifier": "exact", "certainty": "stated", "verification": "alleged"}
    return report("reports-1-", **usual, **given) | {"reports-TOTAL_FORMS": "2"}


@pytest.fixture
def log(monitor):
    """Log an act with a report of it, which gives so many killed."""

    def log(reported="2", **own):
        before = list(Violation.objects.values_list("pk", flat=True))
        when = {"occurred_at_0": "2014-08-06", "occurred_at_1": "11:00"}
        typed = {"ceasefire": make_ceasefire().pk, "kind": "rocket_fire"} | when | own
        monitor.add(Violation, **typed, **report("reports-0-", killed_best=reported))
        return Violation.objects.exclude(pk__in=before).get()

    return log


def stored(violation):
    act = Violation.objects.get(pk=violation.pk)
    return act.killed, act.figures_basis


def served(pages, violation):
    page = pages.client.get(pages.url(Violation, "change", violation.pk))
    return values_of(page, "violation_form")


def test_an_act_is_logged_in_one_with_its_report_and_has_its_figures(log):
    violation = log()
    assert stored(violation) == (TWO, "reported")
    [version] = Version.objects.filter(record="ceasefires_violation")
    assert version.action == "created"
    assert Authorship.objects.count() == 2


@pytest.mark.parametrize(("own", "basis"), [("2", "reported"), ("3", "set")])
def test_own_figures_of_a_new_act_are_set_where_they_differ_from_the_reports(log, own, basis):
    assert stored(log(killed_best=own)) == (Estimate(best=int(own)), basis)


def test_a_new_act_may_be_said_to_have_figures_that_no_report_gives(log):
    assert stored(log(figures_basis="set")) == (NONE, "set")


def test_figures_that_are_typed_are_set_and_stay(log, monitor):
    violation = log()
    monitor.change(violation, killed_best="4")
    monitor.add(Report, violation=violation.pk, **report(killed_best="9"))
    assert stored(violation) == (Estimate(best=4), "set")


def test_figures_that_are_to_follow_again_are_the_reports_whatever_is_typed(log, monitor):
    violation = log(killed_best="7")
    monitor.change(violation, figures_basis="reported", killed_best="8")
    assert stored(violation) == (TWO, "reported")


def test_figures_are_kept_as_they_are_by_saying_that_they_are_set(log, monitor):
    violation = log()
    monitor.change(violation, figures_basis="set")
    monitor.add(Report, violation=violation.pk, **report(killed_best="5"))
    assert stored(violation) == (TWO, "set")


def test_a_report_typed_beside_figures_does_not_move_them(log, monitor):
    violation = log()
    monitor.change(violation, killed_low="1", **another(killed_best="5"))
    assert stored(violation) == (Estimate(1, 2, None), "set")


def test_a_report_on_its_own_page_moves_the_figures(log, monitor):
    violation = log()
    monitor.add(Report, violation=violation.pk, **report(locator="9", killed_best="7"))
    assert stored(violation)[0] == Estimate(2, 2, 7)
    second = violation.reports.get(locator="9")
    monitor.change(second, killed_best="5")
    assert stored(violation)[0] == TWO_TO_FIVE
    monitor.change(second, violation=(other := log("1")).pk)
    assert (stored(violation)[0], stored(other)[0]) == (TWO, Estimate(1, 1, 5))


def test_a_report_on_the_page_of_its_act_moves_the_figures(log, monitor):
    violation = log()
    monitor.change(violation, **another(killed_best="7"))
    assert stored(violation)[0] == Estimate(2, 2, 7)
    monitor.change(violation, **{"reports-1-killed_best": "5"})
    assert stored(violation)[0] == TWO_TO_FIVE
    monitor.change(violation, **{"reports-0-DELETE": "on"}, **WHY)
    assert stored(violation) == (Estimate(best=5), "reported")


def test_a_report_that_is_deleted_takes_its_figures_with_it(log, monitor):
    violation = log()
    url = monitor.url(Report, "delete", violation.reports.get().pk)
    monitor.client.post(url, {"post": "yes"} | WHY)
    assert stored(violation) == (NONE, "reported")


def test_reports_that_are_deleted_together_take_their_figures_with_them(log, monitor):
    acts = [log(), log("3")]
    monitor.act("delete_selected", *Report.objects.all(), post="yes", **WHY)
    assert [stored(each)[0] for each in acts] == [NONE, NONE]


def test_a_monitors_own_report_moves_the_figures_of_anothers_act(log, enter):
    violation = log()
    enter("monitor").add(Report, violation=violation.pk, **report(killed_best="5"))
    assert stored(violation) == (TWO_TO_FIVE, "reported")


def test_the_page_says_whether_figures_follow(log, monitor):
    violation = log()
    assert served(monitor, violation)["figures_basis"] == "reported"
    page = monitor.client.get(monitor.url(Violation, "change", violation.pk)).content.decode()
    assert "Set: They were set for the act itself, and stay when reports come." in page


def test_a_page_served_before_a_report_came_sets_no_figures(log, monitor):
    violation = log()
    early = served(monitor, violation)
    monitor.add(Report, violation=violation.pk, **report(killed_best="5"))
    url = monitor.url(Violation, "change", violation.pk)
    assert monitor.client.post(url, early | {"place_name": "Rafah"}).status_code == 302
    assert stored(violation) == (TWO_TO_FIVE, "reported")


def test_a_page_served_before_figures_were_set_leaves_them(log, monitor):
    violation = log()
    early = served(monitor, violation)
    monitor.change(violation, killed_best="4")
    url = monitor.url(Violation, "change", violation.pk)
    assert monitor.client.post(url, early | {"place_name": "Rafah"}).status_code == 302
    assert stored(violation) == (Estimate(best=4), "set")


@pytest.mark.django_db(transaction=True)
def test_a_report_that_comes_while_its_act_is_saved_is_followed(log, monitor, monkeypatch):
    violation, source, user = log(), make_source(), User.objects.get()
    five = {"killed": Estimate(best=5), "locator": "2", "claimant": "Y"}

    def add():
        add_report(report=Report(violation=violation, source=source, **five), user=user)

    other, clean = Meanwhile(add), ViolationForm.clean

    def reported_meanwhile(form):
        other.begin()
        return clean(form)

    monkeypatch.setattr(ViolationForm, "clean", reported_meanwhile)
    monitor.change(violation, place_name="Rafah", **{"reports-0-killed_best": "3"})
    other.join()
    assert stored(violation) == (Estimate(3, 3, 5), "reported")
    assert Violation.objects.get().place_name == "Rafah"
