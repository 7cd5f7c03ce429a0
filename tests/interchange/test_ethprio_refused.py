"""Which rows of ETH/PRIO's dataset are refused, with what else, and that nothing breaks."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceasefires.interchange.ethprio import loading
from ceasefires.interchange.importing import Counts
from ceasefires.interchange.reading import Unreadable
from ceasefires.models import Ceasefire, Source

from .ethprio_import import imported, imported_file
from .ethprio_rows import REBELS, both, cells, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def imports(tmp_path):
    return lambda *rows, **options: imported(tmp_path, rows, **options)


def test_a_refused_row_takes_the_others_of_its_ceasefire_along_and_no_more(imports):
    government, rebels = both()
    outcome = imports(
        government | {"cf_dec_month": "13"}, rebels, cells(uniq_id=93002, id=9), keep_good=True
    )
    assert outcome.told == [
        ("refused", 2, "cf_dec_month", "is no month: there are 12."),
        ("refused", 3, "uniq_id", "is of one ceasefire with line 2, which is refused."),
    ]
    assert [each.ethprio_id for each in Ceasefire.objects.all()] == ["93002"]
    assert outcome.counts == Counts(read=3, created=1, refused=2)


def test_one_refused_row_undoes_all_unless_good_rows_are_to_be_kept(imports):
    outcome = imports(cells(side=9), cells(uniq_id=93002, id=9))
    assert not outcome.was_written
    assert not Ceasefire.objects.exists() and not Source.objects.exists()


def test_another_ceasefire_under_the_same_identifier_is_refused_alone(imports):
    later = cells(id=9, declared="2019/12/22", effective="2019/12/23", **REBELS)
    outcome = imports(*both(), later, keep_good=True)
    reason = (
        "is that of another ceasefire too: the row whose id is 1 has it as one of 1994-01-12, "
        "and that ceasefire is taken."
    )
    assert outcome.told == [("refused", 4, "uniq_id", reason)]
    assert Ceasefire.objects.get().participations.count() == 2


def test_what_the_database_refuses_is_told_of_every_row_of_the_ceasefire(imports):
    imports(cells())
    Ceasefire.objects.update(ethprio_id="", name="Another")
    outcome = imports(*both(), cells(uniq_id=93002, id=9), keep_good=True)
    assert outcome.told == [
        ("refused", line, "", "Key (slug)=(nicaragua-1994-01-12-93001) already exists.")
        for line in (2, 3)
    ]
    assert outcome.counts == Counts(read=3, created=1, refused=2)


def test_a_file_of_more_rows_than_the_dataset_can_have_is_refused(imports, monkeypatch):
    monkeypatch.setattr(loading.EthPrio, "batch", 2)
    outcome = imports(*both(), cells(id=3), cells(id=4), cells(id=5), keep_good=True)
    assert [each[1] for each in outcome.told] == [4, 5, 6]
    assert outcome.counts == Counts(read=5, created=1, refused=3)


def test_a_file_that_lacks_a_column_is_not_read(imports, tmp_path):
    path = written(tmp_path / "short.csv", [{"uniq_id": "1", "side": "1"}])
    with pytest.raises(Unreadable, match="lacks columns: id, cc, location"):
        imported_file(path)


def test_a_cell_of_ten_million_letters_is_refused(imports):
    with pytest.raises(Unreadable, match="too long for a row"):
        imports(cells(actor_name="x" * 10_000_000))


ODD = st.one_of(
    st.sampled_from(["", "-1", "0", "1", "2", "1.0", "1e3", "٣", "NaN", "=1", "32", "9" * 20]),
    st.text(st.characters(exclude_characters="\x00\r\n", exclude_categories=["Cs"]), max_size=30),
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(odd=st.dictionaries(st.sampled_from(sorted(cells())), ODD, min_size=1, max_size=4))
def test_whatever_its_cells_hold_a_file_is_imported_or_its_rows_are_refused(odd, tmp_path):
    rows = [each | odd for each in both()]
    outcome = imported(Path(tmp_path), rows, keep_good=True, dry_run=True)
    refused = {line for kind, line, _field, _reason in outcome.told if kind == "refused"}
    assert outcome.counts.created > 0 or refused == {2, 3}


def test_a_row_that_is_there_twice_counts_once(imports):
    government, rebels = both()
    outcome = imports(government, rebels, rebels)
    assert (outcome.counts, outcome.told) == (Counts(read=3, created=1), [])
    assert Ceasefire.objects.get().participations.count() == 2


def test_line_ends_of_windows_and_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "windows.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, cells().keys(), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(both())
    assert imported_file(path).counts == Counts(read=2, created=1)
