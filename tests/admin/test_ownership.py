"""What each role may do in the admin: a monitor amends own alleged acts and reports, no others."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ceasefires.actions import verify
from ceasefires.admin.violations import ViolationForm
from ceasefires.choices import Verification
from ceasefires.models import Authorship, Report, Violation
from tests import factories
from tests.admin.pages import values_of
from tests.admin.test_pages import MAKERS, REGISTERED
from tests.factories import make_report, make_violation
from tests.meanwhile import Meanwhile

pytestmark = pytest.mark.django_db

LOGGED = ("violation", "report")


def act(ceasefire, **given):
    """An act as typed, with one report of it."""
    typed = {
        "ceasefire": ceasefire.pk,
        "kind": "rocket_fire",
        "occurred_at_0": "2014-08-06",
        "occurred_at_1": "11:00",
        "first_reported_0": "2014-08-06",
        "first_reported_1": "12:00",
        "place_name": "Gaza",
    }
    return typed | report("reports-0-") | given


def report(prefix="", **given):
    said = {"source": factories.make_source().pk, "locator": "1", "claimant": "X"}
    return {f"{prefix}{name}": value for name, value in (said | given).items()}


@pytest.fixture
def log():
    """Log an act as some user."""

    def log(pages, **given):
        before = set(Violation.objects.values_list("pk", flat=True))
        pages.add(Violation, **act(factories.make_ceasefire(), **given))
        return Violation.objects.exclude(pk__in=before).get()

    return log


def moved(pages, record, **values):
    """Whether a change is taken."""
    url = pages.url(type(record), "change", record.pk)
    form = f"{record._meta.model_name}_form"
    sent = pages.client.post(url, values_of(pages.client.get(url), form) | values)
    assert sent.status_code in (302, 403)
    return sent.status_code == 302


def test_who_logs_an_act_and_its_report_is_remembered(enter, log):
    pages = enter("monitor")
    violation = log(pages)
    user = User.objects.get()
    [of_act] = Authorship.objects.filter(violation=violation)
    [of_report] = Authorship.objects.filter(report=violation.reports.get())
    assert of_act.user == of_report.user == user


def test_a_monitor_amends_an_own_alleged_act(enter, log):
    pages = enter("monitor")
    violation = log(pages)
    assert moved(pages, violation, place_name="Rafah")
    violation.refresh_from_db()
    assert violation.place_name == "Rafah"


@pytest.mark.parametrize("stands", ["verified", "unfounded", "under_investigation"])
def test_an_act_that_is_no_longer_alleged_is_not_a_monitors_to_amend(enter, log, stands):
    pages = enter("monitor")
    violation = log(pages)
    enter("editor").act(f"mark_{stands}", violation)
    assert not moved(pages, violation, place_name="Rafah")
    assert not moved(pages, violation.reports.get(), locator="2")


@pytest.mark.parametrize("make", [make_violation, make_report])
def test_what_another_or_nobody_logged_is_not_a_monitors_to_amend(enter, make):
    record = make()
    assert not moved(enter("monitor"), record, locator="2", place_name="Rafah")


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_an_editor_amends_whatever_was_logged(enter, log, role):
    violation = log(enter("monitor"))
    assert moved(enter(role), violation, place_name="Rafah")
    assert moved(enter(role), violation.reports.get(), locator="2")


def test_a_monitor_cannot_say_that_an_act_is_verified(enter, log):
    pages = enter("monitor")
    said = {"verification": "verified", "verified_at_0": "2014-08-07", "verified_at_1": "10:00"}
    violation = log(pages, **said, verified_precision="minute")
    assert moved(pages, violation, **said, verified_precision="minute")
    violation.refresh_from_db()
    assert violation.verification == "alleged" and violation.verified_at is None


@pytest.mark.django_db(transaction=True)
def test_a_check_at_the_same_moment_stands(enter, log, monkeypatch):
    pages = enter("monitor")
    violation = log(pages)
    clean = ViolationForm.clean

    def check():
        acts = Violation.objects.filter(pk=violation.pk)
        verify(violations=acts, verification=Verification.VERIFIED, at=timezone.now())

    other = Meanwhile(check)

    def checked_meanwhile(form):
        other.begin()
        return clean(form)

    monkeypatch.setattr(ViolationForm, "clean", checked_meanwhile)
    assert moved(pages, violation, place_name="Rafah")
    other.join()
    violation.refresh_from_db()
    assert (violation.verification, violation.place_name) == ("verified", "Rafah")
    assert violation.verified_at is not None


def test_a_monitor_has_no_actions_that_verify_or_delete(enter, log):
    pages = enter("monitor")
    violation = log(pages)
    for action in ("mark_verified", "delete_selected"):
        pages.act(action, violation, post="yes")
    violation.refresh_from_db()
    assert violation.verification == "alleged"
    assert "mark_verified" not in pages.listed(Violation).content.decode()


def test_a_monitor_adds_a_report_to_an_act_that_another_logged_and_amends_it(enter, log):
    violation, pages = log(enter("monitor")), enter("monitor")
    pages.add(Report, violation=violation.pk, **report(locator="9"))
    mine = violation.reports.get(locator="9")
    assert moved(pages, mine, locator="10")
    assert not moved(pages, violation.reports.exclude(pk=mine.pk).get(), locator="10")


def test_on_the_page_of_an_own_act_the_reports_of_others_are_read_only(enter, log):
    pages = enter("monitor")
    violation = log(pages)
    own, others = violation.reports.get(), make_report(violation=violation, locator="theirs")
    url = pages.url(Violation, "change", violation.pk)
    served = pages.client.get(url)
    assert "Reports that others logged" in served.content.decode()
    fields = values_of(served, "violation_form")
    assert fields["reports-0-id"] == str(own.pk) and "reports-2-0-locator" not in fields

    forged = {"reports-0-id": str(others.pk), "reports-0-locator": "forged"}
    beside = {"reports-2-0-id": str(others.pk), "reports-2-0-locator": "forged"}
    for tampering in (forged, beside):
        pages.client.post(url, fields | tampering)
        others.refresh_from_db()
        assert others.locator == "theirs"


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_monitor_sees_every_record_and_adds_only_acts_and_reports(enter, name):
    pages, model, record = enter("monitor"), REGISTERED[name], MAKERS[name]()
    asked = [("changelist", ()), ("change", (record.pk,)), ("add", ()), ("delete", (record.pk,))]
    got = {page: pages.client.get(pages.url(model, page, *args)) for page, args in asked}
    assert got["changelist"].status_code == got["change"].status_code == 200
    assert got["add"].status_code == (200 if name in LOGGED else 403)
    assert got["delete"].status_code == 403


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"citation"}))
def test_an_editor_adds_changes_and_deletes_every_record(enter, name):
    pages, model, record = enter("editor"), REGISTERED[name], MAKERS[name]()
    for page, args in (("add", ()), ("change", (record.pk,)), ("delete", (record.pk,))):
        assert pages.client.get(pages.url(model, page, *args)).status_code == 200
    assert moved(pages, record)


@pytest.mark.parametrize("page", ["auth_user", "auth_group", "ceasefires_token"])
@pytest.mark.parametrize(("role", "status"), [("monitor", 403), ("editor", 403), ("admin", 200)])
def test_only_an_admin_sees_users_groups_and_tokens(enter, page, role, status):
    url = reverse(f"admin:{page}_changelist")
    assert enter(role).client.get(url).status_code == status


def test_the_author_is_not_named_to_those_who_read_the_form(enter, log):
    author = enter("monitor")
    violation = log(author)
    name = User.objects.get().username
    page = enter("monitor").client.get(author.url(Violation, "change", violation.pk))
    assert name not in page.content.decode()


def test_without_a_role_there_is_nothing_to_see(enter, log):
    violation = log(enter("monitor"))
    Group.objects.get(name="monitor").user_set.clear()
    pages = enter("")
    assert pages.listed(Violation).status_code == 403
    assert pages.client.get(pages.url(Violation, "change", violation.pk)).status_code == 403


PUBLIC = ["violations/", "reports/", "violations/{}/", "violations/?fields=id,url", "", "schema/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_who_logged_an_act_is_in_no_public_answer(enter, log, path):
    violation, name = log(enter("monitor")), "zeynep-the-monitor"
    User.objects.update(username=name, first_name=name, email=f"{name}@example.org")
    answer = Client().get(f"/api/v1/{path.format(violation.pk)}")
    assert answer.status_code == 200
    assert name not in answer.content.decode() and name not in str(answer.headers)
