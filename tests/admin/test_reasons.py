"""Why something is changed or deleted: asked for, kept with every row, refused where it is none."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from ceasefires.models import Ceasefire, Party, Violation
from tests import factories as make
from tests.admin.pages import errors, said, values_of
from tests.admin.test_pages import MAKERS, ceasefire_with_parts
from tests.history.kept import mark, since

pytestmark = pytest.mark.django_db

WHY = "The first report was mistaken."
BAD = ["a\x00b", "x" * 501, " \t ", "\u200b", "…"]
NAMED = "client-7.retry_1"


def asks(page):
    """Whether a page asks for a reason, in words that tell that it is public."""
    text = page.content.decode()
    assert ('name="reason"' in text) == ("Public: the record’s history and the feed" in text)
    return 'name="reason"' in text


def reasons(start):
    return {each.reason for each in since(start)}


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_every_form_that_changes_a_record_asks_why_and_none_that_adds_one(monitor, name):
    record = MAKERS[name]()
    model = type(record)
    assert asks(monitor.client.get(monitor.url(model, "change", record.pk)))
    assert asks(monitor.client.get(monitor.url(model, "delete", record.pk)))
    assert asks(monitor.act("delete_selected", record))
    if name != "citation":
        assert not asks(monitor.client.get(monitor.url(model, "add")))


def test_the_pages_that_ask_keep_to_the_policy_on_content(monitor):
    act = make.make_violation()
    pages = [
        monitor.client.get(monitor.url(Violation, page, act.pk)) for page in ("change", "delete")
    ]
    for page in [*pages, monitor.act("delete_selected", act)]:
        assert "script-src 'self'" in page["Content-Security-Policy"]
        text = page.content.decode()
        assert not re.search(r"<style| style=| on[a-z]+=|<script(?![^>]* src=)", text)


def test_who_may_only_read_a_record_is_not_asked(enter):
    act = make.make_violation()
    pages = enter("monitor")
    assert not asks(pages.client.get(pages.url(Violation, "change", act.pk)))


def test_the_reason_of_a_change_is_kept_with_it(monitor):
    party, start = make.make_party(), mark()
    monitor.change(party, name="Another", reason=f"  {WHY} ")
    [version] = since(start)
    assert (version.changed, version.reason) == (["name"], WHY)


def test_the_reason_is_that_of_the_parts_too(monitor):
    truce, start = ceasefire_with_parts(1), mark()
    given = {"participations-0-side": "b", "amendments-0-locator": "page 2", "name": "Another"}
    monitor.change(truce, **given, reason=WHY)
    assert len(since(start)) == 3
    assert reasons(start) == {WHY}


def test_a_change_needs_no_reason(monitor):
    party, start = make.make_party(), mark()
    monitor.change(party, name="Another")
    assert reasons(start) == {""}


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_reason_alone_changes_nothing(monitor, name):
    record, start = MAKERS[name](), mark()
    assert monitor.change(record, reason=WHY).redirect_chain
    assert since(start) == []
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


@pytest.mark.parametrize("reason", BAD)
def test_a_reason_that_is_none_is_an_error_of_the_form(monitor, reason):
    party = make.make_party(name="One")
    assert "reason" in errors(monitor.change(party, name="Another", reason=reason))
    assert Party.objects.get().name == "One"


@pytest.mark.parametrize("refused_by", ["the form", "the database"])
def test_a_reason_outlasts_a_refusal(monitor, refused_by):
    party = make.make_party()
    member = make.make_party(member_of=party)
    bad = {"name": ""} if refused_by == "the form" else {"member_of": member.pk}
    again = monitor.change(party, **bad, reason=WHY)
    assert errors(again)
    assert values_of(again, "party_form")["reason"] == WHY


def test_a_part_is_not_deleted_on_a_form_without_a_reason(monitor):
    truce, start = ceasefire_with_parts(1), mark()
    ticked = {"participations-0-DELETE": "on"}
    assert "nothing is deleted without a reason" in str(errors(monitor.change(truce, **ticked)))
    assert since(start) == []
    monitor.change(truce, **ticked, reason=WHY)
    assert [(each.part, each.action) for each in since(start)] == [("participations", "deleted")]
    assert reasons(start) == {WHY}


def deleting(pages, record, way, **given):
    """Send the confirmation of one deletion, or of one of all that are chosen."""
    sent = {"post": "yes"} | given
    if way == "chosen":
        return pages.act("delete_selected", record, **sent)
    return pages.client.post(pages.url(type(record), "delete", record.pk), sent, follow=True)


both_ways = pytest.mark.parametrize("way", ["one", "chosen"])


@both_ways
def test_all_that_is_deleted_together_has_the_reason(monitor, way):
    truce = ceasefire_with_parts(2)
    truce.amendments.all().delete(), truce.assessments.all().delete()
    start = mark()
    assert "uccessfully" in said(deleting(monitor, truce, way, reason=f" {WHY}"))
    assert not Ceasefire.objects.exists()
    records = sorted(each.record.removeprefix("ceasefires_") for each in since(start))
    assert records == ["ceasefire", *["citation"] * 2, *["participation"] * 2]
    assert {each.action for each in since(start)} == {"deleted"}
    assert reasons(start) == {WHY}


@both_ways
@pytest.mark.parametrize("given", [{}, *({"reason": each} for each in ["", *BAD])])
def test_nothing_is_deleted_without_a_reason(monitor, way, given):
    party, start = make.make_party(), mark()
    again = deleting(monitor, party, way, **given)
    assert again.status_code == 200
    assert again.context["deletion"].errors["reason"]
    assert 'class="errorlist"' in again.content.decode()
    assert since(start) == [] and Party.objects.exists()


@both_ways
def test_a_reason_alone_confirms_no_deletion(monitor, way):
    party = make.make_party()
    page = deleting(monitor, party, way, reason=WHY, post="")
    assert asks(page) and f'value="{WHY}"' in page.content.decode()
    assert Party.objects.exists()


@both_ways
def test_what_stands_in_the_way_is_said_whatever_the_reason(monitor, way):
    party = make.make_party()
    make.make_party(member_of=party)
    for given in ({}, {"reason": WHY}):
        page = deleting(monitor, party, way, **given)
        assert page.context["protected"] and not asks(page)
    assert Party.objects.count() == 2


def test_an_action_on_a_list_takes_a_reason(monitor):
    act, start = make.make_violation(), mark()
    monitor.act("mark_unfounded", act, reason=WHY)
    monitor.act("mark_verified", act)
    assert [each.reason for each in since(start)] == [WHY, ""]


@pytest.mark.parametrize("reason", BAD)
def test_an_action_for_a_reason_that_is_none_changes_nothing(monitor, reason):
    act, start = make.make_violation(), mark()
    assert "Nothing was changed: " in said(monitor.act("mark_verified", act, reason=reason))
    assert since(start) == []


def test_the_reason_typed_on_the_list_is_there_when_a_deletion_is_to_be_confirmed(monitor):
    page = monitor.act("delete_selected", make.make_violation(), reason=WHY)
    assert f'value="{WHY}"' in page.content.decode()
    assert Violation.objects.exists()


def test_a_write_is_kept_under_the_name_of_its_request(monitor):
    act, party, start = make.make_violation(), make.make_party(), mark()
    monitor.client.defaults["HTTP_X_REQUEST_ID"] = NAMED
    monitor.change(act, place_name="Rafah")
    monitor.act("mark_verified", act)
    deleting(monitor, party, "one", reason=WHY)
    assert [each.request_id for each in since(start)] == [NAMED] * 3


def test_requests_without_a_name_get_one_each(monitor):
    acts, start = [make.make_violation(), make.make_violation()], mark()
    monitor.act("mark_verified", *acts)
    monitor.act("mark_unfounded", *acts)
    first, second = ({each.request_id for each in part} for part in halves(since(start)))
    assert len(first) == len(second) == 1 and first != second


def halves(rows):
    middle = len(rows) // 2
    return rows[:middle], rows[middle:]
