"""What the database derives stays true, whichever way a fact is written."""

from datetime import timedelta

import pytest
from django.db.models import F

from ceasefires.models import (
    Amendment,
    Ceasefire,
    Citation,
    Participation,
    Party,
    Phase,
    Report,
    Source,
    Violation,
)
from ceasefires.models.fields import FuzzyInstant
from tests.factories import (
    exactly,
    instant,
    make_amendment,
    make_ceasefire,
    make_party,
    make_report,
    make_violation,
    on_day,
)
from tests.models.derived import derived, make_story, sql

ONE_DAY = timedelta(days=1)


WRITES = {
    "a window moved in raw SQL": lambda story: sql(
        "UPDATE ceasefires_ceasefire SET effective_at = effective_at + interval '1 hour'"
    ),
    "a window moved by update": lambda story: Ceasefire.objects.update(
        scheduled_end_at=F("scheduled_end_at") + ONE_DAY
    ),
    "the whole ended": lambda story: Ceasefire.objects.filter(pk=story.ceasefire.pk).update(
        **story.ended
    ),
    "known from an earlier instant": lambda story: Ceasefire.objects.update(
        known_from=instant("2014-08-01T00:00Z")
    ),
    "a part ended by update": lambda story: Participation.objects.update(**story.ended),
    "a part ended in raw SQL": lambda story: sql(
        "UPDATE ceasefires_participation SET end_type = 'withdrawn' WHERE id = %s", story.first.pk
    ),
    "a part moved to another ceasefire": lambda story: Participation.objects.filter(
        pk=story.second.pk
    ).update(ceasefire=story.other, **story.ended | {"ended_at": instant("2014-08-09T09:00Z")}),
    "parts added in bulk": lambda story: Participation.objects.bulk_create(
        [
            Participation(
                ceasefire=story.other,
                party=story.coalition,
                **story.ended | {"ended_at": instant("2014-08-09T09:00Z")},
            )
        ]
    ),
    "the last part of an author deleted": lambda story: story.first.delete(),
    "an amendment deleted": lambda story: story.amendment.delete(),
    "an amendment deleted in raw SQL": lambda story: sql("DELETE FROM ceasefires_amendment"),
    "an amendment moved": lambda story: Amendment.objects.update(ceasefire=story.other),
    "an amendment known later": lambda story: Amendment.objects.update(
        known_from=instant("2014-08-07T00:00Z")
    ),
    "a suspension added": lambda story: make_amendment(
        ceasefire=story.ceasefire, kind="suspension", effective=exactly("2014-08-08T00:00Z")
    ),
    "a publication corrected": lambda story: Source.objects.filter(pk=story.source.pk).update(
        published_at=instant("2014-08-07T10:00Z")
    ),
    "a publication withdrawn": lambda story: Source.objects.filter(pk=story.source.pk).update(
        published_at=None, published_precision="unknown", accessed=instant("2014-09-01T00:00Z")
    ),
    "an earlier source cited": lambda story: Citation.objects.bulk_create(
        [Citation(source=story.later, locator="1", participation=story.first)]
    ),
    "a citation of another source": lambda story: Citation.objects.update(source=story.later),
    "a citation moved to a part": lambda story: Citation.objects.update(
        ceasefire=None, participation=story.second
    ),
    "the only citation deleted": lambda story: story.citation.delete(),
    "a member left its coalition": lambda story: Party.objects.filter(pk=story.member.pk).update(
        member_of=None
    ),
    "a coalition joined the other side": lambda story: sql(
        "UPDATE ceasefires_party SET member_of_id = %s WHERE id = %s",
        story.second.party_id,
        story.coalition.pk,
    ),
    "an act moved in time": lambda story: Violation.objects.update(
        occurred_at=instant("2014-08-01T00:00Z"), occurred_precision="minute"
    ),
    "an act attributed to a stranger": lambda story: Violation.objects.filter(
        pk=story.act.pk
    ).update(attributed_to=make_party()),
    "an act set against another ceasefire": lambda story: Violation.objects.update(
        ceasefire=story.other
    ),
    "a relation written by hand": lambda story: make_violation(
        ceasefire=story.ceasefire, relation="suspended", relation_basis="stated", bound=False
    ),
    "a report added that contradicts": lambda story: make_report(
        violation=story.nobodys, stated_relation="before"
    ),
    "a report deleted": lambda story: story.report.delete(),
    "a report of another act": lambda story: Report.objects.update(violation=story.act),
    "a report corrected": lambda story: Report.objects.update(stated_relation="before"),
    "a ceasefire with its claims deleted": lambda story: (
        Violation.objects.all().delete(),
        story.ceasefire.delete(),
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_derived_rows_follow_every_write(db, write):
    story = make_story()
    before = derived()
    assert before == derived(fresh=True)
    write(story)
    after = derived()
    assert after != before
    assert after == derived(fresh=True)


def test_a_relation_cannot_be_written_by_hand(db):
    act = make_story().act
    Violation.objects.filter(pk=act.pk).update(relation="suspended", bound=False)
    act.refresh_from_db()
    assert (act.relation, act.bound) == ("during", True)


def test_a_corrected_time_zone_gives_the_day_its_length(db):
    """In Gaza clocks were put back on that day."""
    ceasefire = make_ceasefire(effective=on_day("2014-10-22T21:00Z"), scheduled_end=FuzzyInstant())
    pending = Phase.objects.filter(ceasefire=ceasefire, status="indeterminate")
    assert pending.get().during.upper == instant("2014-10-23T22:00Z")
    Ceasefire.objects.update(time_zone="Asia/Baghdad")
    assert pending.get().during.upper == instant("2014-10-23T21:00Z")


def test_a_ceasefire_that_nothing_is_known_of_has_no_phases(db):
    story = make_story()
    story.citation.delete()
    assert not Phase.objects.filter(ceasefire=story.ceasefire).exists()


def test_a_ceasefire_is_deleted_with_its_phases_in_raw_sql(db):
    other = make_story().other
    sql("DELETE FROM ceasefires_ceasefire WHERE id = %s", other.pk)
    assert not Phase.objects.filter(ceasefire_id=other.pk).exists()


def test_phases_cover_all_time_once_for_each_instant_of_knowing(db):
    story = make_story()
    epochs = Phase.objects.filter(ceasefire=story.ceasefire).values_list("known", flat=True)
    known = sorted(set(epochs), key=lambda each: each.lower)
    assert [each.upper for each in known] == [*(each.lower for each in known[1:]), None]
    for epoch in known:
        spans = Phase.objects.filter(ceasefire=story.ceasefire, known=epoch).order_by("during")
        during = list(spans.values_list("during", flat=True))
        assert [each.lower for each in during] == [None, *(each.upper for each in during[:-1])]
        assert during[-1].upper is None
