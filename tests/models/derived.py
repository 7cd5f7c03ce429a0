"""A ceasefire with everything that its derived rows depend on, and those rows."""

from types import SimpleNamespace

from django.db import connection

from ceasefires.models import Ceasefire, Phase, Violation
from tests.factories import (
    exactly,
    instant,
    make_amendment,
    make_ceasefire,
    make_citation,
    make_participation,
    make_party,
    make_report,
    make_source,
    make_violation,
    on_day,
)


def derived(*, fresh: bool = False) -> tuple[list, list]:
    """The phases and the places of acts as stored, or as a refresh of everything leaves them."""
    if fresh:
        refresh_all()
    phases = Phase.objects.order_by("ceasefire_id", "known", "during")
    acts = Violation.objects.order_by("id")
    return (
        list(phases.values_list("ceasefire_id", "known", "during", "candidates", "relations")),
        list(acts.values_list("id", "relation", "relation_basis", "bound")),
    )


def refresh_all() -> None:
    with connection.cursor() as cursor:
        for key in Ceasefire.objects.values_list("pk", flat=True):
            cursor.execute("SELECT ceasefires_refresh(%s)", [key])


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def make_story() -> SimpleNamespace:
    """Two sides, one by a member of its coalition; an extension; acts by either and by nobody."""
    source = make_source(published=exactly("2014-08-04T10:00Z"))
    later = make_source(published=exactly("2014-08-06T10:00Z"))
    ceasefire = make_ceasefire(known_from=None)
    citation = make_citation(source=source, ceasefire=ceasefire)
    coalition = make_party(kind="coalition")
    member = make_party(member_of=coalition)
    first = make_participation(ceasefire=ceasefire, party=coalition)
    second = make_participation(
        ceasefire=ceasefire,
        side="b",
        end_type="withdrawn",
        ended=exactly("2014-08-10T05:00Z"),
        ended_known_from=instant("2014-08-10T06:00Z"),
    )
    act = make_violation(
        ceasefire=ceasefire, attributed_to=member, occurred=exactly("2014-08-08T06:00Z")
    )
    nobodys = make_violation(ceasefire=ceasefire, occurred=on_day("2014-08-04T21:00Z"))
    return SimpleNamespace(
        source=source,
        later=later,
        ceasefire=ceasefire,
        other=make_ceasefire(
            conflict=ceasefire.conflict,
            effective=exactly("2014-08-09T05:00Z"),
            scheduled_end=exactly("2014-08-10T05:00Z"),
        ),
        citation=citation,
        coalition=coalition,
        member=member,
        first=first,
        second=second,
        amendment=make_amendment(ceasefire=ceasefire, source=source),
        act=act,
        nobodys=nobodys,
        report=make_report(violation=nobodys, source=source, stated_relation="during"),
        ended={
            "end_type": "violence",
            "ended_at": instant("2014-08-06T00:00Z"),
            "ended_precision": "minute",
        },
    )
