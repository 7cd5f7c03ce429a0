"""Writers of one ceasefire's facts take turns, and what is derived is true after both."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import F

from ceasefires.actions import hold
from ceasefires.models import Ceasefire, Citation, Party, Source, Violation
from tests.factories import (
    exactly,
    instant,
    make_amendment,
    make_citation,
    make_participation,
    make_report,
    make_violation,
)
from tests.models.derived import derived, make_story

pytestmark = pytest.mark.django_db(transaction=True)
LONG_ENOUGH_TO_WAIT = 0.1

WRITES = {
    "window": lambda story: Ceasefire.objects.filter(pk=story.ceasefire.pk).update(
        effective_at=instant("2014-08-07T05:00Z")
    ),
    "act": lambda story: make_violation(ceasefire=story.ceasefire, attributed_to=story.member),
    "moved act": lambda story: Violation.objects.filter(pk=story.act.pk).update(
        occurred_at=instant("2014-08-06T05:00Z")
    ),
    "report": lambda story: make_report(violation=story.nobodys, stated_relation="before"),
    "amendment": lambda story: make_amendment(
        ceasefire=story.ceasefire, kind="suspension", effective=exactly("2014-08-06T05:00Z")
    ),
    "participation": lambda story: make_participation(
        ceasefire=story.ceasefire, party=story.member, side="c"
    ),
    "membership": lambda story: Party.objects.filter(pk=story.member.pk).update(member_of=None),
    "coalition": lambda story: Party.objects.filter(pk=story.coalition.pk).update(
        member_of=story.second.party
    ),
    "publication": lambda story: Source.objects.filter(pk=story.later.pk).update(
        published_at=F("published_at")
        - (instant("2014-08-06T00:00Z") - instant("2014-08-03T00:00Z"))
    ),
    "citation": lambda story: make_citation(source=story.later, ceasefire=story.ceasefire),
    "cited elsewhere": lambda story: Citation.objects.update(source=story.later),
    "held window": lambda story: hold(story.ceasefire),
}
PAIRS = [
    ("amendment", "amendment"),
    ("amendment", "window"),
    ("window", "amendment"),
    ("act", "window"),
    ("window", "act"),
    ("moved act", "window"),
    ("window", "moved act"),
    ("report", "window"),
    ("window", "report"),
    ("participation", "amendment"),
    ("participation", "membership"),
    ("membership", "participation"),
    ("act", "membership"),
    ("membership", "act"),
    ("coalition", "membership"),
    ("citation", "publication"),
    ("publication", "citation"),
    ("cited elsewhere", "publication"),
    ("publication", "cited elsewhere"),
]


# The first writer writes twice, and the second comes in between.
AROUND = [
    ("window", "amendment", "moved act"),
    ("window", "participation", "membership"),
    ("window", "citation", "publication"),
    ("amendment", "window", "act"),
    ("held window", "window", "membership"),
]


def write_both(first: Callable, second: Callable, story, last: Callable | None = None) -> None:
    """Commit the first write only once the second has begun to wait for it, or is through."""
    written, through, failed = Event(), Event(), []

    def run_second():
        written.wait()
        try:
            second(story)
        except OperationalError as failure:
            failed.append(failure)
        finally:
            connection.close()
            through.set()

    other = Thread(target=run_second)
    other.start()
    try:
        with transaction.atomic():
            first(story)
            written.set()
            through.wait(LONG_ENOUGH_TO_WAIT)
            if last:
                last(story)
    finally:
        written.set()
        other.join()
    assert not failed


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=map(" then ".join, PAIRS))
def test_two_writers_leave_what_a_refresh_would(first, second):
    story = make_story()
    write_both(WRITES[first], WRITES[second], story)
    assert derived() == derived(fresh=True)


@pytest.mark.parametrize(("first", "last", "between"), AROUND, ids=map(" and ".join, AROUND))
def test_a_writer_of_two_facts_and_one_in_between_do_not_wait_in_a_ring(first, last, between):
    story = make_story()
    write_both(WRITES[first], WRITES[between], story, WRITES[last])
    assert derived() == derived(fresh=True)
