"""What an import of any format does: all or nothing, once, and with its file as a source."""

import hashlib
from contextlib import closing
from datetime import date

import pytest
from django.db import connection

from ceasefires.interchange.importing import Busy, Counts, Options, run
from ceasefires.interchange.reading import Unreadable
from ceasefires.models import Party, Source, Version

from .parties import Parties, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def imports(tmp_path):
    """Imports rows as a file of parties; gives the outcome and what was told."""

    def importing(*rows, name="a.csv", **options):
        path, told = written(tmp_path / name, *rows), []
        outcome = run(Parties(), [path], Options(**options), told.append, lambda _: None)
        return outcome, told

    return importing


def test_rows_become_records_and_their_file_a_source(imports, tmp_path):
    outcome, told = imports("a,A", "b,B", published=date(2024, 6, 30))
    source = Source.objects.get()
    digest = hashlib.sha256((tmp_path / "a.csv").read_bytes()).hexdigest()
    assert set(Party.objects.values_list("slug", flat=True)) == {"a", "b"}
    assert (outcome.written, outcome.counts) == (True, Counts(read=2, created=2))
    assert outcome.results[0].source == source.slug == f"parties-{digest[:12]}"
    assert (source.dataset, source.publisher, source.licence) == (
        "parties",
        "Example Data",
        "CC BY 4.0",
    )
    assert source.file == ("a.csv", digest, 2, 2, 0, 0, 0, 0, 0)
    assert (str(source.published.at), source.published.precision) == (
        "2024-06-30 00:00:00+00:00",
        "day",
    )
    assert told == []


def test_without_a_day_of_publication_it_was_public_from_its_import(imports):
    imports("a,A")
    source = Source.objects.get()
    assert (source.published.at, source.public_from) == (None, source.accessed)


def test_history_says_that_an_import_wrote_it_and_of_which_file(imports):
    imports("a,A")
    version = Version.objects.get(resource="parties")
    assert version.reason == "Imported from a.csv."
    assert version.request_id.startswith("import parties ")


def test_the_same_file_again_writes_nothing(imports):
    imports("a,A", "b,B")
    versions, updated = Version.objects.count(), Source.objects.get().updated
    outcome, _ = imports("a,A", "b,B")
    assert outcome.counts == Counts(read=2, unchanged=2)
    assert Version.objects.count() == versions
    assert Source.objects.get().updated == updated


def test_a_source_that_was_made_by_a_first_import_keeps_its_counts(imports):
    imports("a,A", "b,B")
    Party.objects.filter(slug="b").delete()
    outcome, _ = imports("a,A", "b,B")
    assert outcome.counts == Counts(read=2, created=1, unchanged=1)
    assert Source.objects.get().file.created == 2


def test_a_file_that_changes_nothing_makes_no_source(imports):
    imports("a,A", "b,B")
    outcome, _ = imports("a,A", name="other.csv")
    assert outcome.results[0].source == ""
    assert Source.objects.count() == 1


def test_one_refused_row_undoes_all_and_every_refused_row_is_told(imports):
    outcome, told = imports("a,A", "b,", "Not a slug,C", "d,D,D", "e,E")
    assert not outcome.written
    assert outcome.counts == Counts(read=5, created=2, refused=3)
    assert not Party.objects.exists() and not Source.objects.exists()
    assert sorted(each[2:] for each in told) == [
        (3, "name", "", "is empty: it is needed."),
        (
            4,
            "slug",
            "",
            "lower-case letters and digits in words joined by hyphens, and not “unknown”.",
        ),
        (5, "", "", "has 3 cells, and the header 2."),
    ]
    assert {(each.kind, each.file) for each in told} == {("refused", "a.csv")}


def test_good_rows_are_kept_where_that_is_asked(imports):
    outcome, _ = imports("a,A", "b,", "Not a slug,C", keep_good=True)
    assert outcome.written
    assert [each.slug for each in Party.objects.all()] == ["a"]
    assert Source.objects.get().file[2:] == (3, 1, 0, 0, 0, 0, 2)


def test_a_source_made_for_a_refused_row_is_not_taken_for_there(imports):
    rows = ["Not a slug,X", "a,A"]
    outcome, _ = imports(*rows, keep_good=True)
    assert outcome.results[0].source == Source.objects.get().slug


def test_a_dry_run_writes_nothing_and_counts_all(imports):
    outcome, _ = imports("a,A", dry_run=True)
    assert (outcome.written, outcome.counts) == (False, Counts(read=1, created=1))
    assert not Party.objects.exists() and not Source.objects.exists()
    assert not Version.objects.exists()


def test_what_a_complete_file_does_not_tell_of_is_withdrawn_with_a_reason(imports):
    imports("a,A", "b,B")
    outcome, _ = imports("a,A", name="later.csv", complete=True)
    assert outcome.counts == Counts(read=1, unchanged=1, withdrawn=1)
    gone = Version.objects.get(action="deleted")
    assert (gone.object, gone.reason) == ("b", "later.csv does not tell of it any more.")


def test_files_are_imported_together_or_not_at_all(tmp_path):
    good, bad = written(tmp_path / "a.csv", "a,A"), written(tmp_path / "b.csv", "b,B", header="x,y")
    with pytest.raises(Unreadable, match=r"^b\.csv: Line 1 lacks columns: slug, name"):
        run(Parties(), [good, bad], Options(), [].append, lambda _: None)
    assert not Party.objects.exists()


def test_what_one_file_tells_of_is_not_missed_in_another(tmp_path):
    files = [written(tmp_path / f"{each}.csv", f"{each},{each}") for each in "ab"]
    outcome = run(Parties(), files, Options(complete=True), [].append, lambda _: None)
    assert [each.counts for each in outcome.results] == [Counts(read=1, created=1)] * 2
    assert Party.objects.count() == 2 and Source.objects.count() == 2


def test_an_editor_is_remembered_where_one_imports(imports, django_user_model):
    user = django_user_model.objects.create(username="somebody")
    imports("a,A", editor=user.pk)
    assert {each.editor for each in Version.objects.all()} == {user.pk}


def test_progress_is_told_after_each_batch(tmp_path, monkeypatch):
    monkeypatch.setattr(Parties, "batch", 2)
    path, told = written(tmp_path / "a.csv", "a,A", "b,B", "c,C"), []
    run(Parties(), [path], Options(), [].append, told.append)
    size = path.stat().st_size
    assert [(each.rows, each.read <= size) for each in told] == [(2, True), (3, True)]
    assert told[-1].read == told[-1].size == size


def test_a_second_import_of_a_format_is_refused_while_one_runs(imports):
    other = connection.copy()
    with closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('ceasefires import parties'))")
        with pytest.raises(Busy, match="Another import of parties is running"):
            imports("a,A")
        cursor.execute("SELECT pg_advisory_unlock_all()")  # which closing does a little later
    assert imports("a,A")[0].written


def test_an_error_that_no_row_is_to_blame_for_undoes_all_and_is_raised(imports, monkeypatch):
    monkeypatch.setattr(
        "tests.interchange.parties.Loader._keep",
        lambda *_: connection.cursor().execute("SELECT 1 FROM nowhere"),
    )
    with pytest.raises(Exception, match="nowhere"):
        imports("a,A")
    assert not Source.objects.exists()
