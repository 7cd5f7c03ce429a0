"""A change makes the pages anew that may show it, and leaves those about other ceasefires alone."""

from datetime import UTC, datetime

import pytest

from ceasefires import actions
from ceasefires.models import Party, Report, Violation
from tests import factories as make
from tests.people import make_user

from .asking import fresh

LISTS = ["parties/", "ceasefires/", "violations/", "violations/summary/?group_by=kind"]
ENTITIES = ["parties/", "conflicts/", "negotiation-rounds/", "sources/", "tolls/", "demands/"]


def about(truce):
    """Pages about one ceasefire alone."""
    lists = ["violations/", "assessments/", "amendments/", "codings/", "terms/", "statements/"]
    own = ["", "state/", "timeline/", "calendar.ics"]
    return [
        *(f"{each}?ceasefire={truce.slug}" for each in lists),
        *(f"ceasefires/{truce.slug}/{each}" for each in own),
        f"violations/summary/?group_by=kind&ceasefire={truce.slug}",
        *(f"violations/{act.pk}/" for act in truce.violations.all()),
    ]


def test_an_act_leaves_pages_about_other_ceasefires_and_of_entities_alone(asker):
    ours, other = make.make_ceasefire(), make.make_ceasefire()
    source = make.make_source()
    for truce in (ours, other):
        make.make_report(violation=make.make_violation(ceasefire=truce), source=source)
    alone = [*about(other), *ENTITIES]
    seen = [*about(ours), *LISTS, "reports/", f"sources/{source.slug}/"]
    for path in alone + seen:
        asker.ask(path)
    act = make.make_violation(ceasefire=ours)
    make.make_report(violation=act, source=source)
    Report.objects.filter(violation=act).delete()
    make.make_assessment(ceasefire=ours, source=source)
    for path in alone:
        assert asker.kept(path), path
    fresh(asker, *seen)


CHANGES = {
    "an act comes": lambda act, source: make.make_violation(ceasefire=act.ceasefire),
    "an act is withdrawn": lambda act, source: act.delete(),
    "a report comes": lambda act, source: make.make_report(violation=act, source=source),
    "a report changes": lambda act, source: act.reports.update(locator="page 9"),
    "a report is withdrawn": lambda act, source: act.reports.all().delete(),
    "an assessment comes": lambda act, source: make.make_assessment(
        ceasefire=act.ceasefire, source=source
    ),
    "an amendment comes": lambda act, source: make.make_amendment(
        ceasefire=act.ceasefire,
        source=source,
        new_scheduled_end=make.exactly("2014-08-20T00:00Z"),
    ),
    "a term comes": lambda act, source: make.make_term(ceasefire=act.ceasefire, source=source),
    "a coding comes": lambda act, source: make.make_coding(ceasefire=act.ceasefire, source=source),
    "a statement comes": lambda act, source: make.make_statement(
        ceasefire=act.ceasefire, conflict=act.ceasefire.conflict, source=source
    ),
    "its conflict is renamed": lambda act, source: rename(act.ceasefire.conflict),
    "a party is renamed": lambda act, source: rename(act.attributed_to),
    "a party joins another": lambda act, source: Party.objects.filter(
        pk=act.attributed_to_id
    ).update(member_of=Party.objects.get(slug="coalition")),
    "a part in it ends": lambda act, source: act.ceasefire.participations.update(
        end_type="violence"
    ),
    "a round is about it": lambda act, source: make.NegotiationRound.objects.get().ceasefires.add(
        act.ceasefire
    ),
    "its source's date is corrected": lambda act, source: make.Source.objects.update(
        published_at=make.instant("2014-08-01T00:00Z"), published_precision="day"
    ),
}


def rename(record):
    record.name = "Another name"
    record.save()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_on_every_page_about_its_ceasefire(asker, change):
    truce, source = make.make_ceasefire(), make.make_source()
    party = make.make_party()
    make.make_party(slug="coalition", kind="coalition")
    make.make_participation(ceasefire=truce, party=party)
    make.make_round(conflict=truce.conflict)
    act = make.make_violation(ceasefire=truce, attributed_to=party)
    make.make_report(violation=act, source=source)
    paths = [*about(truce), *LISTS, *ENTITIES, "reports/"]
    for path in paths:
        asker.ask(path)
    CHANGES[change](act, source)
    fresh(asker, *paths)


def test_precedents_show_what_is_said_of_others(asker):
    truce, other = make.make_ceasefire(), make.make_ceasefire(scheduled_end=make.FuzzyInstant())
    source = make.make_source()
    path = f"ceasefires/{truce.slug}/precedents/?known_at=2014-08-20T00:00:00Z"
    before = asker.ask(path).body
    heard = make.exactly("2014-08-19T00:00Z")
    make.make_assessment(ceasefire=other, source=source, assessed_at=heard, known_from=heard.at)
    fresh(asker, path)
    assert asker.ask(path).body != before


MOVES = {
    "an act": lambda act, to: Violation.objects.filter(pk=act.pk).update(ceasefire=to.ceasefire),
    "a report": lambda act, to: Report.objects.filter(violation=act).update(violation=to),
    "a statement": lambda act, to: make.Statement.objects.update(ceasefire=to.ceasefire),
    "a statement, to no ceasefire": lambda act, to: make.Statement.objects.update(ceasefire=None),
    "an assessment": lambda act, to: make.Assessment.objects.update(ceasefire=to.ceasefire),
}


@pytest.mark.parametrize("move", MOVES)
def test_what_is_moved_to_another_ceasefire_leaves_the_pages_of_the_first(asker, move):
    conflict = make.make_conflict()
    act, to = (
        make.make_violation(ceasefire=make.make_ceasefire(conflict=conflict)) for _ in range(2)
    )
    make.make_report(violation=act)
    make.make_statement(ceasefire=act.ceasefire, conflict=conflict)
    make.make_assessment(ceasefire=act.ceasefire)
    paths = [*about(act.ceasefire), *about(to.ceasefire)]
    for path in paths:
        asker.ask(path)
    MOVES[move](act, to)
    fresh(asker, *paths)


def test_acts_logged_in_bulk_show(asker):
    truce = make.make_ceasefire()
    for path in (paths := [*about(truce), *LISTS]):
        asker.ask(path)
    acts = [make.Violation(**unsaved(truce)) for _ in range(5)]
    actions.log(
        logged=[actions.Logged(each, []) for each in acts],
        user=make_user("monitor"),
        at=datetime.now(UTC),
    )
    fresh(asker, *paths)


def unsaved(truce):
    reported = make.instant(make.REPORTED)
    return {"ceasefire": truce, "kind": "grenade", "first_reported": reported}


def test_more_changes_than_are_looked_at_make_every_page_anew(asker):
    """As an import does."""
    truce, other = make.make_ceasefire(), make.make_ceasefire()
    for path in (paths := [*about(truce), *about(other), *LISTS, *ENTITIES]):
        asker.ask(path)
    Violation.objects.bulk_create(Violation(**unsaved(truce)) for _ in range(1001))
    assert not asker.kept(about(other)[0])
    fresh(asker, *paths)
