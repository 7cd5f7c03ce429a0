"""What a complete file of ETH/PRIO's dataset withdraws, and what it leaves."""

import pytest

from ceasefires.interchange.importing import Counts
from ceasefires.models import Ceasefire, Conflict, Version
from tests.factories import make_assessment, make_coding, make_participation, make_violation

from .ethprio_import import imported
from .ethprio_rows import both, cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def imports(tmp_path):
    return lambda *rows, **options: imported(tmp_path, rows, **options)


def rows(**given):
    return both(ended=2, end="1995/2/9", **given)


def edit(ceasefire):
    Ceasefire.objects.filter(pk=ceasefire.pk).update(scope="partial")


SECOND = {"uniq_id": 93002, "id": 5}


def test_what_a_complete_file_does_not_tell_of_is_withdrawn(imports):
    imports(*rows(), *rows(**SECOND))
    outcome = imports(*rows(), complete=True)
    assert [each.ethprio_id for each in Ceasefire.objects.all()] == ["93001"]
    assert outcome.counts == Counts(read=2, unchanged=1, withdrawn=1)
    gone = Version.objects.filter(resource="ceasefires", part="", action="deleted").get()
    assert gone.reason == "ethprio.csv does not tell of it any more."


def test_a_file_that_is_not_complete_withdraws_nothing(imports):
    imports(*rows(), *rows(**SECOND))
    assert imports(*rows()).counts.withdrawn == 0
    assert Ceasefire.objects.count() == 2


def test_a_withdrawn_ceasefire_that_is_told_of_again_is_there_again(imports):
    imports(*rows(), *rows(**SECOND))
    imports(*rows(), complete=True)
    assert imports(*rows(), *rows(**SECOND)).counts.created == 1
    assert Ceasefire.objects.count() == 2


@pytest.mark.parametrize(
    "record",
    [
        lambda ceasefire: make_violation(ceasefire=ceasefire),
        lambda ceasefire: make_coding(ceasefire=ceasefire),
        lambda ceasefire: make_assessment(ceasefire=ceasefire),
        lambda ceasefire: make_participation(ceasefire=ceasefire),
        edit,
    ],
    ids=["violation", "coding", "assessment", "part", "edit"],
)
def test_what_others_have_recorded_something_of_stays_and_is_told(imports, record):
    imports(*rows(), *rows(**SECOND))
    record(Ceasefire.objects.get(ethprio_id="93002"))
    outcome = imports(*rows(), complete=True)
    assert Ceasefire.objects.count() == 2
    assert outcome.counts.withdrawn == 0
    assert [each[:3] for each in outcome.told] == [("note", 1, "uniq_id")]


def test_nothing_is_withdrawn_where_a_refused_row_may_tell_of_it(imports):
    imports(*rows(), *rows(**SECOND))
    broken = cells(uniq_id="93OO2", id=9)
    outcome = imports(*rows(), broken, complete=True, keep_good=True)
    assert (Ceasefire.objects.count(), outcome.counts.withdrawn) == (2, 0)
    assert outcome.told[-1][:3] == ("note", 1, "uniq_id")


def test_a_refused_row_still_tells_of_its_ceasefire_and_of_no_other(imports):
    third = {"uniq_id": 93003, "id": 8}
    imports(*rows(), *rows(**SECOND), *rows(**third))
    outcome = imports(*rows(), cells(**SECOND, side=9), complete=True, keep_good=True)
    assert {each.ethprio_id for each in Ceasefire.objects.all()} == {"93001", "93002"}
    assert outcome.counts.withdrawn == 1


def test_what_no_import_made_is_never_withdrawn(imports):
    Ceasefire.objects.create(
        slug="a", name="A", conflict=Conflict.objects.create(slug="b", name="B", time_zone="UTC"),
        ethprio_id="1",
    )  # fmt: skip
    imports(*rows(), complete=True)
    assert Ceasefire.objects.filter(slug="a").exists()
