"""An import of ETH/PRIO's dataset beside a ceasefire that no import made."""

import pytest

from ceasefires.interchange.importing import Counts
from ceasefires.models import Ceasefire, Coding, Participation, Party, Version
from tests.factories import make_ceasefire, make_coding, make_participation, make_party

from .ethprio_import import imported
from .ethprio_rows import both

pytestmark = pytest.mark.django_db

ROWS = both(
    partial=1, p_peaceprocess=1, mediator_nego=1, mediator_send="UN, Elders of the north",
    ended=2, end="1995/2/9", ucdp_acd_id=336, ucdp_dyad=742, timing=2,
)  # fmt: skip


@pytest.fixture
def imports(tmp_path):
    return lambda *rows, **options: imported(tmp_path, rows or ROWS, **options)


@pytest.fixture
def theirs():
    ceasefire = make_ceasefire(slug="theirs", ethprio_id="93001", purposes=["humanitarian"])
    make_participation(
        ceasefire=ceasefire, party=make_party(name="Nicaragua", ucdp_id="14"), side="b"
    )
    return ceasefire


def test_its_record_and_parts_stay_as_they_are(imports, theirs):
    was = list(Ceasefire.objects.values()), list(Participation.objects.values())
    parties = Party.objects.count()
    outcome = imports()
    assert (list(Ceasefire.objects.values()), list(Participation.objects.values())) == was
    assert Party.objects.count() == parties
    assert outcome.counts == Counts(read=2, updated=1)


def test_everything_that_the_dataset_says_stands_beside_it_as_codings(imports, theirs):
    make_coding(ceasefire=theirs, field="purpose", value="humanitarian")
    imports()
    mine = Coding.objects.filter(source__dataset="ethprio")
    assert set(mine.values_list("field", "value")) == {
        ("declaration", "bilateral"),
        ("scope", "partial"),
        ("declared", "1994-01-12"),
        ("effective", "1994-01-12"),
        ("location", "Nicaragua"),
        ("ucdp_conflict", "336"),
        ("ucdp_dyad", "742"),
        ("timing", "2"),
        ("link", "0"),
        ("purpose", "peace_process"),
        ("mediator", "united-nations"),
        ("mediator", "UN, Elders of the north"),
        ("ended", "Government of Nicaragua: violence, 1995-02-09"),
        ("ended", "Contra/FDN: violence, 1995-02-09"),
        ("party", "Contra/FDN"),
    }
    purposes = Coding.objects.filter(field="purpose").values_list("value", flat=True)
    assert set(purposes) == {"humanitarian", "peace_process"}


def test_that_it_stays_and_who_has_no_part_in_it_is_told(imports, theirs):
    assert [each[2:] for each in imports().told] == [
        ("uniq_id", "is theirs, which no import made: it stays, and codings stand beside it."),
        ("actor_name", "has no part in theirs: that is kept as a coding."),
    ]


def test_an_actor_is_found_by_its_name_where_the_party_has_no_ucdp_id(imports, theirs):
    make_participation(ceasefire=theirs, party=make_party(name="contra/fdn"))
    assert [each[2] for each in imports().told] == ["uniq_id"]


def test_again_changes_nothing(imports, theirs):
    imports()
    versions = Version.objects.count()
    assert imports().counts == Counts(read=2, unchanged=1)
    assert Version.objects.count() == versions


def test_a_new_value_is_a_further_coding_beside_the_old(imports, theirs):
    imports()
    imports(*both(partial=0))
    scopes = Coding.objects.filter(field="scope").values_list("value", flat=True)
    assert set(scopes) == {"partial", "full"}
