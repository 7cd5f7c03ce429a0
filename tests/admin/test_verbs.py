"""The pages that end a part of a ceasefire, and that let another take its place."""

import re

import pytest
from django.db import OperationalError
from django.test import Client

from ceasefires.models import Ceasefire, Participation
from ceasefires.models.fields import FuzzyInstant
from tests.admin.pages import Pages, errors, said
from tests.factories import (
    exactly,
    instant,
    make_ceasefire,
    make_participation,
    make_source,
)
from tests.history.kept import mark, since

pytestmark = pytest.mark.django_db

VERBS = ["end", "supersede"]
WHY = "A source has it now."
NAMED = "client-7.retry_1"
HELD = "2014-08-07T00:00Z"


def two_sides():
    truce = make_ceasefire()
    return truce, *(make_participation(ceasefire=truce, side=side) for side in "ab")


def read_in(**given):
    return {"source": make_source(published=exactly(HELD)).pk, "locator": "paragraph 4"} | given


def ending(part, /, **given):
    """How a part ended, as typed: at 09:00 on 6 August, on the ceasefire's clock."""
    when = {"ended_at_0": "2014-08-06", "ended_at_1": "09:00"}
    return {"part": part.pk, "end_type": "violence"} | when | read_in() | given


def superseding(later, /, **given):
    return {"by": later.pk} | read_in() | given


def later_than(truce, **given):
    usual = {"effective": exactly("2014-08-07T06:00Z")}
    return make_ceasefire(conflict=truce.conflict, **usual | given)


def page(pages, verb, truce):
    return pages.client.get(pages.url(Ceasefire, verb, truce.pk))


def test_a_part_is_ended_as_a_source_says(monitor):
    truce, part, other = two_sides()
    sent = monitor.do("end", truce, **ending(part))
    assert said(sent) == f"The part of {part.party} has ended."
    assert sent.redirect_chain == [(monitor.url(Ceasefire, "change", truce.pk), 302)]
    part.refresh_from_db(), other.refresh_from_db()
    assert (part.end_type, part.ended) == ("violence", exactly("2014-08-06T06:00Z"))
    assert part.ended_known_from == instant(HELD)
    [citation] = part.citations.all()
    assert citation.locator == "paragraph 4" and "ended" in citation.fields
    assert other.end_type == ""


@pytest.mark.parametrize(
    ("given", "ended"),
    [
        ({"clock": "utc"}, exactly("2014-08-06T09:00Z")),
        (
            {"ended_at_1": "", "ended_precision": "day"},
            FuzzyInstant(instant("2014-08-05T21:00Z"), "day"),
        ),
        ({"ended_at_0": "", "ended_at_1": ""}, FuzzyInstant()),
    ],
)
def test_an_end_is_as_exact_as_it_is_known(monitor, given, ended):
    truce, part, _other = two_sides()
    monitor.do("end", truce, **ending(part, **given))
    part.refresh_from_db()
    assert (part.ended, part.end_type) == (ended, "violence")


def test_only_declaring_parts_that_have_not_ended_are_offered(monitor):
    truce, part, ended = two_sides()
    Participation.objects.filter(pk=ended.pk).update(end_type="withdrawn")
    make_participation(ceasefire=truce, role="mediator"), make_participation()
    offered = page(monitor, "end", truce).context["adminform"].form.fields["part"].queryset
    assert list(offered) == [part]


def test_a_ceasefire_takes_anothers_place(monitor):
    truce, part, withdrawn = two_sides()
    Participation.objects.filter(pk=withdrawn.pk).update(end_type="withdrawn")
    later = later_than(truce)
    sent = monitor.do("supersede", truce, **superseding(later))
    assert said(sent) == f"{later} has taken the place of {truce}."
    assert sent.redirect_chain == [(monitor.url(Ceasefire, "change", truce.pk), 302)]
    later.refresh_from_db(), part.refresh_from_db(), withdrawn.refresh_from_db()
    assert (later.follows, later.follows_as) == (truce, "supersedes")
    assert (part.end_type, part.ended) == ("superseded", later.effective)
    assert withdrawn.end_type == "withdrawn"


def test_a_verb_is_kept_with_who_why_and_for_which_request(monitor):
    truce, part, _other = two_sides()
    start = mark()
    monitor.client.defaults["HTTP_X_REQUEST_ID"] = NAMED
    monitor.do("end", truce, **ending(part), reason=f" {WHY}")
    ended = [each for each in since(start) if each.resource == "ceasefires"]
    assert {each.record for each in ended} == {
        "ceasefires_participation",
        "ceasefires_citation",
    }
    user = monitor.client.session["_auth_user_id"]
    kept = {(str(each.editor), each.reason, each.request_id) for each in ended}
    assert kept == {(user, WHY, NAMED)}


BAD_END = [
    ({"part": ""}, "part"),
    ({"part": "x"}, "part"),
    ({"part": "\x00"}, "part"),
    ({"part": "99999999999999999999"}, "part"),
    ({"ended_at_0": "0000-01-01"}, "ended_at"),
    ({"ended_at_0": "0001-01-01"}, "ended_at"),
    ({"ended_at_0": "9999-12-31"}, "ended_at"),
    ({"ended_at_0": "tomorrow"}, "ended_at"),
    ({"ended_at_0": ""}, "ended_at"),
    ({"ended_at_1": ""}, "ended_at"),
    ({"ended_precision": "decade"}, "ended_precision"),
    ({"ended_precision": "unknown"}, "ended_at"),
    ({"ended_at_0": "2014-08-01"}, "ended_at"),
    ({"clock": "mars"}, "clock"),
    ({"end_type": "boredom"}, "end_type"),
    ({"end_type": ""}, "end_type"),
]
BAD_PLACE = [
    ({"source": ""}, "source"),
    ({"source": "x"}, "source"),
    ({"source": "\x00"}, "source"),
    ({"source": "99999999999999999999"}, "source"),
    ({"locator": ""}, "locator"),
    ({"locator": "a\x00b"}, "locator"),
    ({"locator": "x" * 201}, "locator"),
    ({"reason": "…"}, "reason"),
    ({"reason": "a\x00b"}, "reason"),
]


@pytest.mark.parametrize(("given", "field"), BAD_END + BAD_PLACE)
def test_a_bad_end_is_an_error_of_its_field(monitor, given, field):
    truce, part, _other = two_sides()
    sent, start = ending(part, **given), mark()
    assert list(errors(monitor.do("end", truce, **sent))) == [field]
    assert since(start) == []


@pytest.mark.parametrize("whose", ["another ceasefire's", "a mediator's", "one that ended"])
def test_no_other_part_is_ended(monitor, whose):
    truce, _part, ended = two_sides()
    Participation.objects.filter(pk=ended.pk).update(end_type="withdrawn")
    parts = {
        "another ceasefire's": make_participation(),
        "a mediator's": make_participation(ceasefire=truce, role="mediator"),
        "one that ended": ended,
    }
    sent, start = ending(parts[whose]), mark()
    assert list(errors(monitor.do("end", truce, **sent))) == ["part"]
    assert since(start) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [*(({"by": key}, "by") for key in ["", "x", "\x00", "99999999999999999999"]), *BAD_PLACE],
)
def test_a_bad_successor_is_an_error_of_its_field(monitor, given, field):
    truce, *_parts = two_sides()
    sent, start = superseding(later_than(truce), **given), mark()
    assert list(errors(monitor.do("supersede", truce, **sent))) == [field]
    assert since(start) == []


def itself(truce):
    return truce


def one_that_follows_another(truce):
    return later_than(truce, follows=make_ceasefire(), follows_as="extends")


def one_that_it_follows(truce):
    earlier = make_ceasefire()
    Ceasefire.objects.filter(pk=truce.pk).update(follows=earlier, follows_as="extends")
    return earlier


def one_before_it(truce):
    return later_than(truce, effective=exactly("2014-08-01T05:00Z"))


@pytest.mark.parametrize(
    ("successor", "because"),
    [
        (itself, "does not follow itself"),
        (one_that_follows_another, "it follows"),
        (one_that_it_follows, "itself, by way of others"),
        (one_before_it, "after the earliest"),
    ],
)
def test_what_cannot_take_its_place_is_refused(monitor, successor, because):
    truce, *_parts = two_sides()
    sent, start = superseding(successor(truce)), mark()
    found = errors(monitor.do("supersede", truce, **sent))
    assert list(found) == ["by"] and because in found["by"][0]
    assert since(start) == []


def test_a_verb_that_met_another_writer_asks_to_save_once_more(monitor, monkeypatch):
    class Deadlock(Exception):
        pgcode = "40P01"

    def end(**_given):
        raise OperationalError("deadlock detected") from Deadlock()

    truce, part, _other = two_sides()
    monkeypatch.setattr("ceasefires.admin.verbs.end_participation", end)
    assert "save once more" in str(errors(monitor.do("end", truce, **ending(part))))


def test_what_was_typed_comes_back_with_the_errors(monitor):
    truce, part, _other = two_sides()
    sent = ending(part, locator="page 9", end_type="", reason=WHY)
    text = monitor.do("end", truce, **sent).content.decode()
    assert 'value="page 9"' in text and f'value="{WHY}"' in text
    assert f'<option value="{sent["source"]}" selected>' in text


@pytest.mark.parametrize("verb", VERBS)
def test_the_page_of_a_ceasefire_leads_there_for_who_may_change_it(enter, verb):
    truce, *_parts = two_sides()
    link = Pages(Client()).url(Ceasefire, verb, truce.pk)
    for role, led in (("editor", True), ("monitor", False)):
        shown = page(enter(role), "change", truce).content.decode()
        assert (f'href="{link}"' in shown) is led


@pytest.mark.parametrize("verb", VERBS)
def test_only_who_may_change_ceasefires_sees_it_or_does_it(enter, verb):
    truce, part, _other = two_sides()
    sent = {"end": ending(part), "supersede": superseding(later_than(truce))}[verb]
    start = mark()
    pages = enter("monitor")
    assert page(pages, verb, truce).status_code == 403
    assert pages.client.post(pages.url(Ceasefire, verb, truce.pk), sent).status_code == 403
    stranger = Client().post(pages.url(Ceasefire, verb, truce.pk), sent)
    assert (stranger.status_code, "/login/" in stranger.url) == (302, True)
    assert since(start) == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_form_of_another_site_does_nothing(monitor, verb):
    truce, part, _other = two_sides()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = monitor.client.cookies
    sent, start = ending(part), mark()
    assert strict.post(monitor.url(Ceasefire, verb, truce.pk), sent).status_code == 403
    assert since(start) == []


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("key", ["x", "\x00", "99999999999999999999"])
def test_no_such_ceasefire_is_said_and_nothing_breaks(monitor, verb, key):
    url = monitor.url(Ceasefire, verb, key)
    for sent in (monitor.client.get(url, follow=True), monitor.client.post(url, follow=True)):
        assert sent.status_code == 200 and "doesn’t exist" in said(sent)


@pytest.mark.parametrize("verb", VERBS)
def test_to_look_does_nothing_and_keeps_to_the_policy_on_content(monitor, verb):
    truce, *_parts = two_sides()
    start = mark()
    shown = page(monitor, verb, truce)
    assert since(start) == []
    assert "script-src 'self'" in shown["Content-Security-Policy"]
    text = shown.content.decode()
    assert not re.search(r"<style| style=| on[a-z]+=|<script(?![^>]* src=)", text)
    assert "Public: the record’s history and the feed" in text


@pytest.mark.parametrize("verb", VERBS)
def test_a_page_takes_as_many_queries_for_20_parts_as_for_two(monitor, verb):
    truce, *_parts = two_sides()
    url = monitor.url(Ceasefire, verb, truce.pk)
    few = monitor.queries(url)
    for _ in range(18):
        make_participation(ceasefire=truce)
    assert monitor.queries(url) == few
