"""What somebody has withdrawn or moved for a reason stays so: an import does not know better."""

import pytest

from ceasefires.actions import withdraw
from ceasefires.interchange.origin import Counts
from ceasefires.models import Report, Violation
from ceasefires.recording import recorded
from tests.factories import make_ceasefire, make_participation, make_report, make_violation

from .event_files import ged, imported, make_truce

pytestmark = pytest.mark.django_db


@pytest.fixture
def truce():
    return make_truce()


@pytest.fixture
def load(truce, tmp_path):
    """Imports rows; gives its counts."""
    return lambda *rows, **options: imported(tmp_path / "a.csv", *rows, **options)[0].counts


def take_away(record):
    """As an editor does it."""
    with recorded(editor=1, reason="It never happened.", request_id="by hand"):
        withdraw(record)


def test_an_act_is_not_made_again(load):
    load(ged(), ged(id=2))
    take_away(Violation.objects.get(event="ucdp-ged:2"))
    assert load(ged(), ged(id=2)) == Counts(read=2, unchanged=2)
    assert load(ged(), ged(id=2, best=4)) == Counts(read=2, unchanged=2)
    assert Violation.objects.get().event == "ucdp-ged:1001"


def test_nor_is_a_report(load):
    load(ged())
    act = Violation.objects.get()
    make_report(violation=act, killed=(1, 1, 1))
    take_away(Report.objects.get(source__dataset="ucdp-ged"))
    assert load(ged(best=4)) == Counts(read=1, unchanged=1)
    act.refresh_from_db()
    assert (act.killed, act.reports.count()) == ((1, 1, 1), 1)


def test_an_act_that_is_logged_again_by_hand_gets_the_report(load, truce):
    load(ged())
    take_away(Violation.objects.get())
    make_violation(ceasefire=truce.ceasefire, event="ucdp-ged:1001")
    assert load(ged()) == Counts(read=1, updated=1)
    assert Report.objects.get().violation == Violation.objects.get()


@pytest.mark.parametrize("complete", [False, True])
def test_an_act_that_was_set_against_another_ceasefire_is_not_made_again(load, truce, complete):
    load(ged())
    other = make_ceasefire(conflict=truce.conflict)
    with recorded(editor=1, reason="It bears on that one.", request_id="by hand"):
        Violation.objects.update(ceasefire=other)
    load(ged(best=4), complete=complete)
    act = Violation.objects.get()
    assert (act.ceasefire, act.killed) == (other, (2, 4, 5))


def test_an_event_that_comes_to_meet_another_ceasefire_is_set_against_that_too(load, truce):
    load(ged())
    other = make_ceasefire(conflict=truce.conflict)
    for party, side in ((truce.north, "a"), (truce.south, "b")):
        make_participation(ceasefire=other, party=party, side=side)
    assert load(ged()) == Counts(read=1, created=1, unchanged=1)


def test_what_an_import_withdrew_comes_back_with_its_row(load):
    load(ged(), ged(id=2))
    load(ged(), complete=True)
    assert load(ged(), ged(id=2)) == Counts(read=2, created=1, unchanged=1)
