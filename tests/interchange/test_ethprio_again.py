"""What an import of ETH/PRIO's dataset leaves, changes and withdraws where it has been before."""

from datetime import UTC, datetime

import pytest

from ceasefires.interchange.importing import Counts
from ceasefires.models import Ceasefire, Citation, Coding, Conflict, Participation, Party, Version
from ceasefires.recording import recorded
from tests.factories import make_participation

from .ethprio_import import imported
from .ethprio_rows import GOVERNMENT, REBELS, both, cells

pytestmark = pytest.mark.django_db

MEDIATED = {"mediator_nego": 1, "mediator_send": "UN"}


@pytest.fixture
def imports(tmp_path):
    return lambda *rows, **options: imported(tmp_path, rows, **options)


def part(name):
    return Participation.objects.get(party__name=name)


def codings(**about):
    return list(Coding.objects.filter(**about).values_list("field", "value"))


def edit(record, **changes):
    """As an editor does it."""
    with recorded(editor=1, reason="As another source has it.", request_id="edit-1"):
        for name, value in changes.items():
            setattr(record, name, value)
        record.save()


def withdraw(record):
    with recorded(editor=1, reason="It never was.", request_id="edit-2"):
        record.delete()


def rows(**given):
    return both(partial=0, ended=2, end="1995/2/9", **MEDIATED, **given)


def test_the_same_rows_again_change_nothing(imports):
    imports(*rows())
    stamps = Ceasefire.objects.get().updated, Version.objects.count()
    outcome = imports(*rows())
    assert outcome.counts == Counts(read=2, unchanged=1)
    assert (Ceasefire.objects.get().updated, Version.objects.count()) == stamps


def test_the_same_rows_in_another_file_change_nothing_and_make_no_source(imports):
    imports(*rows())
    versions = Version.objects.count()
    outcome = imports(*rows(comment="new in this release"))
    assert outcome.counts == Counts(read=2, unchanged=1)
    assert Version.objects.count() == versions


def test_a_changed_value_updates_its_field_and_cites_the_new_file(imports):
    imports(*rows())
    first = Citation.objects.get(ceasefire__isnull=False)
    later = both(partial=1, ended=2, end="1995/2/9", **MEDIATED)
    outcome = imports(*later)
    assert outcome.counts == Counts(read=2, updated=1)
    assert Ceasefire.objects.get().scope == "partial"
    new = Citation.objects.filter(ceasefire__isnull=False).exclude(pk=first.pk).get()
    assert (new.fields, new.source != first.source) == (["scope"], True)
    assert codings(field="scope") == []


def test_a_changed_end_updates_the_part_and_is_known_from_the_new_file(imports):
    imports(*both(ended=0))
    imports(*both(ended=2, end="1995/2/9"), published=datetime(2024, 1, 1).date())
    ended = part("Contra/FDN")
    assert (ended.end_type, ended.ended_known_from) == (
        "violence",
        datetime(2024, 1, 1, tzinfo=UTC),
    )
    assert Ceasefire.objects.get().public_from == datetime(2022, 10, 26, tzinfo=UTC)


def test_an_end_that_stays_is_known_from_when_it_was(imports):
    """Although the part has another side, as the government is called one only now."""
    imports(*both(ended=2, end="1995/2/9", location="Nicaragua"))
    renamed = {"actor_name": "FSLN"}
    first, second = both(ended=2, end="1995/2/9")
    imports(first | renamed, second, published=datetime(2024, 1, 1).date())
    assert (part("Contra/FDN").side, part("Contra/FDN").end_type) == ("", "violence")
    assert part("Contra/FDN").ended_known_from == datetime(2022, 10, 26, tzinfo=UTC)


def test_since_when_an_end_is_known_stays_as_an_editor_has_it(imports):
    imports(*rows())
    since = datetime(1995, 2, 10, tzinfo=UTC)
    edit(part("Contra/FDN"), ended_known_from=since)
    imports(*both(partial=0, ended=2, end="1995/3/9", **MEDIATED))
    assert part("Contra/FDN").ended_known_from == since
    assert codings(field="ended") == [("ended", "Contra/FDN: violence, 1995-03-09")]


def test_an_end_that_is_told_no_more_is_taken_back(imports):
    imports(*rows())
    imports(*both(partial=0, ended=0, **MEDIATED))
    assert (part("Contra/FDN").end_type, part("Contra/FDN").ended_known_from) == ("", None)


def test_values_go_back_and_forth_with_the_files(imports):
    for partial, scope in ((0, "full"), (1, "partial"), (0, "full")):
        imports(*both(partial=partial))
        assert Ceasefire.objects.get().scope == scope


def test_a_field_that_an_editor_changed_stays_and_the_datasets_value_is_a_coding(imports):
    imports(*rows())
    edit(Ceasefire.objects.get(), scope="unknown")
    outcome = imports(*rows())
    assert Ceasefire.objects.get().scope == "unknown"
    assert codings(field="scope") == [("scope", "full")]
    reason = "was changed here since an import wrote it: that stays, and this is kept as a coding."
    assert outcome.told == [("note", 2, "partial", reason)]
    assert outcome.counts == Counts(read=2, updated=1)
    versions = Version.objects.count()
    assert imports(*rows()).counts == Counts(read=2, unchanged=1)
    assert Version.objects.count() == versions


def test_other_fields_of_an_edited_ceasefire_are_still_updated(imports):
    imports(*rows())
    edit(Ceasefire.objects.get(), scope="unknown")
    imports(*both(partial=0, written=1, ended=2, end="1995/2/9", **MEDIATED))
    assert (Ceasefire.objects.get().scope, Ceasefire.objects.get().written) == ("unknown", "yes")


def test_a_field_that_an_editor_put_back_is_updated_again(imports):
    imports(*rows())
    edit(Ceasefire.objects.get(), scope="unknown")
    edit(Ceasefire.objects.get(), scope="full")
    imports(*both(partial=1, ended=2, end="1995/2/9", **MEDIATED))
    assert Ceasefire.objects.get().scope == "partial"


def test_a_part_that_an_editor_changed_stays_and_the_datasets_end_is_a_coding(imports):
    imports(*rows())
    edit(part("Contra/FDN"), end_type="withdrawn")
    outcome = imports(*rows())
    assert part("Contra/FDN").end_type == "withdrawn"
    assert codings(field="ended") == [("ended", "Contra/FDN: violence, 1995-02-09")]
    assert [each[2] for each in outcome.told] == ["end"]


@pytest.mark.parametrize("name", ["Contra/FDN", "United Nations"])
def test_a_part_that_an_editor_withdrew_is_not_added_again(imports, name):
    imports(*rows())
    withdraw(part(name))
    outcome = imports(*rows())
    assert not Participation.objects.filter(party__name=name).exists()
    assert name in {value for _field, value in codings()}
    assert [each[3] for each in outcome.told] == [
        "was withdrawn here since an import wrote it: this is kept as a coding."
    ]


def test_a_new_actor_has_a_part_and_one_that_is_told_of_no_more_has_none(imports):
    imports(*rows())
    other = {"ucdp_actor_id": 5803, "actor_name": "Recontra"}
    outcome = imports(rows()[0], rows()[1] | {key: str(value) for key, value in other.items()})
    parties = Participation.objects.values_list("party__name", flat=True)
    assert set(parties) == {"Government of Nicaragua", "Recontra", "United Nations"}
    assert outcome.counts == Counts(read=2, updated=1)


def test_a_part_that_is_told_of_again_is_there_again(imports):
    imports(*rows())
    imports(rows()[0])
    assert not Participation.objects.filter(party__name="Contra/FDN").exists()
    assert imports(*rows()).told == []
    assert part("Contra/FDN").end_type == "violence"


@pytest.mark.parametrize("uniq_id", ["", "x"])
def test_no_part_is_withdrawn_where_a_refused_row_may_tell_of_it(imports, uniq_id):
    imports(*rows())
    imports(rows()[0], rows()[1] | {"uniq_id": uniq_id}, keep_good=True)
    assert part("Contra/FDN").end_type == "violence"


def test_a_part_that_is_told_of_no_more_stays_where_an_editor_changed_it(imports):
    imports(*rows())
    edit(part("United Nations"), role="monitor")
    outcome = imports(*both(partial=0, ended=2, end="1995/2/9", mediator_nego=0))
    assert part("United Nations").role == "monitor"
    assert [each[2] for each in outcome.told] == ["actor_name"]


def test_an_edited_end_of_a_part_that_is_told_of_no_more_stays(imports):
    imports(*rows())
    edit(part("Contra/FDN"), end_type="withdrawn")
    outcome = imports(rows()[0])
    assert part("Contra/FDN").end_type == "withdrawn"
    assert [each[2] for each in outcome.told] == ["actor_name"]


def test_a_part_that_an_editor_added_stays(imports):
    imports(*rows())
    with recorded(request_id="edit-3"):
        added = make_participation(ceasefire=Ceasefire.objects.get(), role="monitor")
    assert imports(*rows()).counts == Counts(read=2, unchanged=1)
    assert Participation.objects.filter(pk=added.pk).exists()


def test_a_coding_that_was_withdrawn_is_not_made_again(imports):
    imports(*rows())
    withdraw(Coding.objects.get(field="timing"))
    assert imports(*rows()).counts == Counts(read=2, unchanged=1)
    assert codings(field="timing") == []


def test_a_ceasefire_that_was_withdrawn_is_not_made_again(imports):
    imports(*rows())
    withdraw(Ceasefire.objects.get())
    outcome = imports(*rows())
    assert not Ceasefire.objects.exists()
    assert outcome.told == [("note", 2, "uniq_id", "was withdrawn here: it is not imported again.")]
    assert outcome.counts == Counts(read=2, unchanged=1)


def test_renamed_parties_and_conflicts_are_found_again(imports):
    imports(*rows(ucdp_acd_id=336), cells(uniq_id=93002, id=9, ucdp_actor_id=-1, actor_name="X"))
    for record in [*Party.objects.all(), *Conflict.objects.all()]:
        edit(record, name=f"{record.name}, as others call it")
    counts = Party.objects.count(), Conflict.objects.count(), Participation.objects.count()
    again = imports(
        *rows(ucdp_acd_id=336), cells(uniq_id=93002, id=9, ucdp_actor_id=-1, actor_name="X")
    )
    assert again.counts == Counts(read=3, unchanged=2)
    found = Party.objects.count(), Conflict.objects.count(), Participation.objects.count()
    assert found == counts


def test_a_ceasefire_stays_in_its_conflict_where_another_gets_the_same_ucdp_id(imports):
    war = Conflict.objects.create(slug="war", name="War", time_zone="UTC")
    imports(cells(ucdp_acd_id=336))
    edit(war, ucdp_id="336")
    assert imports(cells(ucdp_acd_id=336)).counts == Counts(read=1, unchanged=1)


def test_a_ceasefire_moves_with_the_dataset_to_another_conflict(imports):
    imports(cells(ucdp_acd_id=336))
    imports(cells(ucdp_acd_id=337))
    assert Ceasefire.objects.get().conflict.ucdp_id == "337"


def test_a_party_keeps_the_name_that_it_was_made_with(imports):
    imports(cells(**GOVERNMENT), cells(id=2, uniq_id=93002, **REBELS))
    imports(cells(**GOVERNMENT | {"actor_name": "Goverment of Nicaragua"}))
    assert Party.objects.get(ucdp_id="14").name == "Government of Nicaragua"
