"""What an import of ETH/PRIO's dataset makes of rows where nothing is there yet."""

from datetime import UTC, datetime, timedelta

import pytest

from ceasefires.interchange.importing import Counts
from ceasefires.models import Ceasefire, Citation, Coding, Conflict, Participation, Party, Source
from ceasefires.models.fields import FuzzyInstant
from tests.factories import make_party

from .ethprio_import import imported
from .ethprio_rows import GOVERNMENT, REBELS, both, cells

pytestmark = pytest.mark.django_db

KNOWN = datetime(2022, 10, 26, tzinfo=UTC)


@pytest.fixture
def imports(tmp_path):
    return lambda *rows, **options: imported(tmp_path, rows, **options)


def codings(**about):
    return set(Coding.objects.filter(**about).values_list("field", "value"))


def test_a_ceasefire_takes_what_the_dataset_says_of_it(imports):
    given = {
        "ceasefire_class": 2, "partial": 1, "written": 1, "implement": 1, "enforcement": 2,
        "p_humanitarian": 1, "p_peaceprocess": 1, "fixed": 1, "fixed_time": 3, "pax_id": 346,
        "ucdp_acd_id": 336, "declared": "1994/1/12", "effective": "1994/2/-1",
    }  # fmt: skip
    outcome = imports(*both(**given))
    ceasefire = Ceasefire.objects.get()
    assert outcome.counts == Counts(read=2, created=1)
    assert outcome.told == []
    names = (
        "slug declaration ceasefire_class purposes scope written implementation_mechanism "
        "enforcement declared effective scheduled_end planned_duration pax_id ethprio_id time_zone "
        "known_from end_type"
    )
    assert {name: getattr(ceasefire, name) for name in names.split()} == {
        "slug": "nicaragua-1994-01-12-93001",
        "declaration": "bilateral",
        "ceasefire_class": "with_compliance_mechanisms",
        "purposes": ["humanitarian", "peace_process"],
        "scope": "partial",
        "written": "yes",
        "implementation_mechanism": "yes",
        "enforcement": "intergovernmental_organisation",
        "declared": FuzzyInstant(datetime(1994, 1, 12, 5, tzinfo=UTC), "day"),
        "effective": FuzzyInstant(datetime(1994, 2, 1, 5, tzinfo=UTC), "month"),
        "scheduled_end": FuzzyInstant(),
        "planned_duration": timedelta(days=3),
        "pax_id": "346",
        "ethprio_id": "93001",
        "time_zone": "America/Managua",
        "known_from": None,
        "end_type": "",
    }
    assert ceasefire.public_from == KNOWN


def test_what_is_not_known_stays_unknown(imports):
    imports(cells(declared="0/0/0", effective="-1/-1/-1", side=-1))
    ceasefire = Ceasefire.objects.get()
    assert (ceasefire.declared, ceasefire.effective) == (FuzzyInstant(), FuzzyInstant())
    assert (ceasefire.declaration, ceasefire.ceasefire_class, ceasefire.scope) == ("unknown",) * 3
    assert (ceasefire.written, ceasefire.enforcement, ceasefire.purposes) == (
        "unclear",
        "unclear",
        [],
    )


def test_a_country_with_several_time_zones_has_its_dates_in_utc(imports):
    imports(cells(cc=70, location="Mexico"))
    ceasefire = Ceasefire.objects.get()
    assert (ceasefire.time_zone, ceasefire.declared.at) == (
        "UTC",
        datetime(1994, 1, 12, tzinfo=UTC),
    )


def test_each_actor_has_a_part_with_its_side_and_its_end(imports):
    government, rebels = both(ended=2, end="1995/2/9")
    imports(government, rebels | {"ended": "1", "end_month": "-1", "end_day": "-1"})
    parts = {each.party.name: each for each in Participation.objects.select_related("party")}
    found = {name: (x.role, x.side, x.end_type, x.ended.precision) for name, x in parts.items()}
    assert found == {
        "Government of Nicaragua": ("declaring", "a", "violence", "day"),
        "Contra/FDN": ("declaring", "b", "expired", "year"),
    }
    assert {each.ended_known_from for each in parts.values()} == {KNOWN}


def test_an_end_that_is_not_known_is_not_known_from_any_instant(imports):
    imports(*both(ended=0))
    assert set(Participation.objects.values_list("end_type", "ended_known_from")) == {("", None)}


def test_actors_become_parties_with_their_ucdp_id(imports):
    imports(*both())
    assert set(Party.objects.values_list("slug", "name", "kind", "ucdp_id")) == {
        ("government-of-nicaragua", "Government of Nicaragua", "state", "14"),
        ("contrafdn", "Contra/FDN", "non_state_armed_group", "759"),
    }


def test_parties_that_are_there_are_found_by_id_name_or_state(imports):
    make_party(slug="contras", name="Contras", ucdp_id="759")
    make_party(slug="nicaragua", name="Nicaragua", kind="state")
    imports(*both())
    assert set(Party.objects.values_list("slug", flat=True)) == {"contras", "nicaragua"}


def test_a_party_of_that_name_with_another_id_is_another_party(imports):
    make_party(slug="contra", name="Contra/FDN", ucdp_id="1")
    make_party(slug="contrafdn", name="Contrafdn")
    imports(*both())
    assert Party.objects.get(ucdp_id="759").slug == "contrafdn-759"


def test_a_conflict_is_named_by_place_and_ucdp_id_and_is_cited(imports):
    imports(cells(ucdp_acd_id=336))
    conflict = Conflict.objects.get()
    assert (conflict.slug, conflict.name, conflict.time_zone, conflict.ucdp_id) == (
        "nicaragua-ucdp-336",
        "Conflict in Nicaragua, UCDP 336",
        "America/Managua",
        "336",
    )
    cited = Citation.objects.get(conflict=conflict)
    assert (cited.locator, cited.fields) == ("conflict 336", ["name", "ucdp_id"])


def test_a_conflict_that_is_there_is_found_by_its_ucdp_id(imports):
    known = Conflict.objects.create(slug="contra", name="War", time_zone="UTC", ucdp_id="336")
    imports(cells(ucdp_acd_id=336))
    assert Ceasefire.objects.get().conflict == known == Conflict.objects.get()


def test_a_conflict_in_countries_of_two_zones_has_none_of_them(imports):
    there = {"cc": 91, "location": "Honduras", "uniq_id": 91001, "id": 3}
    imports(cells(ucdp_acd_id=336), cells(ucdp_acd_id=336, **there))
    assert (Conflict.objects.get().name, Conflict.objects.get().time_zone) == (
        "Conflict in Nicaragua, UCDP 336",
        "UTC",
    )


def test_ceasefires_of_which_no_conflict_is_given_are_together_by_place(imports):
    imports(cells(), cells(uniq_id=93002, id=2))
    conflict = Conflict.objects.get()
    assert (conflict.slug, conflict.ucdp_id) == ("nicaragua-conflict-not-given", "")
    assert Ceasefire.objects.filter(conflict=conflict).count() == 2


def test_ceasefire_and_parts_cite_the_file_and_the_datasets_own_rows(imports):
    imports(*both(id=1339, partial=1))
    source = Source.objects.get()
    cited = Citation.objects.get(ceasefire__isnull=False)
    assert (cited.source, cited.locator) == (source, "ceasefire 93001, rows 1339 and 1340")
    assert cited.fields == [
        *("name", "conflict", "ethprio_id", "declaration", "scope", "declared", "effective")
    ]
    parts = Citation.objects.filter(participation__isnull=False).order_by("locator")
    assert [(each.locator, each.fields) for each in parts] == [
        (f"ceasefire 93001, row {number}", ["role", "side", "ended", "end_type"])
        for number in (1339, 1340)
    ]
    assert (source.dataset, source.link) == (
        "ethprio",
        "https://doi.org/10.1177/00220027221129195",
    )


def test_mediators_who_are_certain_are_parties_with_that_role(imports):
    imports(*both(mediator_nego=1, mediator_send="UN, Saudi-Arabia and Costa Rica"))
    mediating = Participation.objects.filter(role="mediator")
    assert set(mediating.values_list("party__name", "party__kind", "side", "end_type")) == {
        ("United Nations", "intergovernmental_organisation", "", ""),
        ("Saudi Arabia", "state", "", ""),
        ("Costa Rica", "state", "", ""),
    }
    assert not Coding.objects.filter(field="mediator").exists()


def test_a_mediating_state_is_the_party_that_its_government_is(imports):
    imports(
        cells(mediator_nego=1, mediator_send="Honduras", **REBELS),
        cells(id=2, uniq_id=91001, ucdp_actor_id=91, actor_name="Government of Honduras"),
    )
    assert {each.name for each in Party.objects.all()} == {"Contra/FDN", "Government of Honduras"}


def test_a_force_of_states_mediates_under_the_name_it_acts_under(imports):
    imports(
        cells(ucdp_actor_id=7026, actor_name="ECOMOG"),
        cells(id=2, uniq_id=93002, mediator_nego=1, mediator_send="ECOMOG"),
    )
    assert set(Party.objects.values_list("name", flat=True)) == {
        "ECOMOG",
        "Government of Nicaragua",
    }


def test_mediators_who_are_not_certain_are_a_coding_of_the_whole_text(imports):
    imports(*both(mediator_nego=1, mediator_send="Elders of the north, Costa Rica"))
    mediating = Participation.objects.filter(role="mediator")
    assert [each.party.name for each in mediating] == ["Costa Rica"]
    assert ("mediator", "Elders of the north, Costa Rica") in codings()


def test_a_mediator_is_a_party_that_is_there_by_that_name(imports):
    make_party(slug="elders", name="Elders of the North", kind="other_organisation")
    imports(*both(mediator_nego=1, mediator_send="Elders of the north"))
    assert Participation.objects.get(role="mediator").party.slug == "elders"


@pytest.mark.parametrize(
    ("mediated", "named", "word"), [(0, "0", "none"), (-1, "-1", "unclear"), (1, "-1", "unnamed")]
)
def test_that_nobody_is_named_as_mediator_is_a_coding(imports, mediated, named, word):
    imports(cells(mediator_nego=mediated, mediator_send=named))
    assert ("mediator", word) in codings()
    assert not Participation.objects.filter(role="mediator").exists()


def test_mediators_where_nobody_mediated_have_no_part(imports):
    imports(cells(mediator_nego=0, mediator_send="UN"))
    assert {("mediator", "none"), ("mediator", "UN")} <= codings()
    assert not Participation.objects.filter(role="mediator").exists()


def test_values_without_a_field_are_codings_of_the_dataset_from_its_publication(imports):
    imports(*both(timing=2, link=3, ucdp_dyad=742, fixed=0, splinter=1, id=7))
    assert codings() == {
        ("timing", "2"),
        ("link", "3"),
        ("ucdp_dyad", "742"),
        ("fixed", "0"),
        ("mediator", "unclear"),
        ("splinter", "Government of Nicaragua: 1"),
        ("splinter", "Contra/FDN: 1"),
    }
    coding = Coding.objects.get(field="timing")
    assert (coding.locator, coding.claimant, coding.known_from) == (
        "ceasefire 93001, rows 7 and 8",
        "ETH/PRIO Civil Conflict Ceasefire Dataset",
        KNOWN,
    )


def test_a_value_that_differs_between_rows_is_a_coding_with_its_rows_and_a_note(imports):
    government, rebels = both(partial=0)
    outcome = imports(government, rebels | {"partial": "1"})
    assert Ceasefire.objects.get().scope == "full"
    assert Coding.objects.get(field="scope", value="partial").locator == "ceasefire 93001, row 2"
    assert outcome.told == [("note", 3, "partial", "is kept as a coding, beside full.")]


def test_an_end_that_lies_before_the_beginning_is_a_coding_and_refuses_nothing(imports):
    outcome = imports(*both(effective="2015/2/7", ended=1, end="2015/2/6"))
    assert set(Participation.objects.values_list("end_type", "ended_at")) == {("expired", None)}
    assert ("ended", "Contra/FDN: expired, 2015-02-06") in codings()
    assert [each[:3] for each in outcome.told] == [("note", 2, "end"), ("note", 3, "end")]
    assert outcome.counts == Counts(read=2, created=1)


def test_rows_of_one_ceasefire_need_not_be_adjacent(imports):
    government, rebels = both()
    imports(government, cells(uniq_id=93002, id=9, **GOVERNMENT), rebels)
    counts = {each.ethprio_id: each.participations.count() for each in Ceasefire.objects.all()}
    assert counts == {"93001": 2, "93002": 1}


def test_no_comment_is_stored(imports):
    words = "nobody shall read this"
    unread = ("comment", "cf_pp", "p_other_comment", "evidence_onset", "factivia_page", "coder")
    imports(cells(**dict.fromkeys(unread, words)))
    for model in (Ceasefire, Coding, Citation, Party, Conflict, Source):
        assert words not in str(list(model.objects.values()))


def test_without_a_day_of_publication_all_is_known_from_the_import(imports):
    imports(*both(ended=1), published=None)
    source = Source.objects.get()
    assert Ceasefire.objects.get().public_from == source.accessed
    assert {each.ended_known_from for each in Participation.objects.all()} == {source.accessed}
    assert {each.known_from for each in Coding.objects.all()} == {source.accessed}
