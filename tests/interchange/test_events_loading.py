"""Events become acts of the ceasefires that they meet, each with the dataset's report of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ceasefires.interchange.acled import ACLED
from ceasefires.interchange.origin import Counts
from ceasefires.models import Report, Source, Violation
from tests.factories import (
    exactly,
    instant,
    make_ceasefire,
    make_participation,
    make_party,
)

from .event_files import (
    acled,
    attack,
    ged,
    imported,
    make_truce,
    one_sided,
    strike,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def truce():
    return make_truce()


@pytest.fixture
def load(tmp_path):
    """Imports rows as a file of its own; gives its counts and what was told."""
    names = iter("abcdefgh")

    def loading(*rows, **options):
        outcome, told = imported(tmp_path / f"{next(names)}.csv", *rows, **options)
        return outcome.counts, told

    return loading


def relations() -> dict[str, str]:
    return {each.event.rpartition(":")[2]: each.relation for each in Violation.objects.all()}


class TestActs:
    def test_a_battle_becomes_an_act_that_is_attributed_to_nobody(self, truce, load):
        assert load(ged()) == (Counts(read=1, created=1), [])
        act = Violation.objects.get()
        assert (act.ceasefire, act.event, act.kind) == (truce.ceasefire, "ucdp-ged:1001", "other")
        assert (act.attributed_to, act.bound) == (None, None)
        assert act.occurred == (instant("2014-08-05T21:00Z"), "day")  # midnight in Gaza
        assert (act.killed, act.injured) == ((2, 3, 5), (None, None, None))
        assert (act.figures_basis, act.verification, act.response) == (
            "reported",
            "alleged",
            "none",
        )
        assert (act.place_name, act.latitude, act.longitude, act.geo_precision) == (
            "Middle town",
            31.5,
            34.25,
            "exact",
        )
        assert (act.relation, act.relation_basis) == ("during", "computed")

    def test_its_report_says_who_says_so_where_and_since_when(self, truce, load):
        load(ged(), published=date(2023, 6, 1))
        report, source = Report.objects.get(), Source.objects.get()
        assert report.violation == Violation.objects.get()
        assert (report.source, source.dataset, source.licence) == (source, "ucdp-ged", "CC BY 4.0")
        assert (report.locator, report.claimant) == ("event 1001", "Uppsala Conflict Data Program")
        assert (report.killed, report.injured) == ((2, 3, 5), (None, None, None))
        assert (report.qualifier, report.certainty) == ("estimate", "stated")
        assert (report.verification, report.stated_relation) == ("alleged", "")
        assert report.known_from == report.violation.first_reported == instant("2023-06-01T00:00Z")

    def test_one_sided_violence_is_attributed_to_who_did_it(self, truce, load):
        load(one_sided())
        act, report = Violation.objects.get(), Report.objects.get()
        assert (act.attributed_to, report.attributed_to) == (truce.south, truce.south)
        assert (act.kind, act.bound, act.description) == ("attack_on_civilians", True, "")

    def test_that_of_a_member_is_attributed_to_the_member(self, truce, load):
        battalion = make_party(ucdp_id="210", member_of=truce.south)
        load(one_sided(side_a_new_id=210))
        act = Violation.objects.get()
        assert (act.attributed_to, act.bound) == (battalion, True)

    def test_an_unclear_event_is_told_with_reserve(self, truce, load):
        load(ged(event_clarity=2))
        assert Report.objects.get().certainty == "hedged"

    def test_text_that_looks_like_nothing_is_kept_as_text(self, truce, load):
        load(ged(where_coordinates="NULL"), ged(id=2, where_coordinates='\\N "a", b'))
        names = Violation.objects.order_by("event").values_list("place_name", flat=True)
        assert list(names) == ["NULL", '\\N "a", b']

    def test_a_place_without_a_name_is_kept(self, truce, load):
        load(ged(where_coordinates="", latitude="", longitude="", where_prec=4))
        act = Violation.objects.get()
        assert (act.place_name, act.latitude, act.geo_precision) == ("", None, "province")


class TestMatching:
    def test_the_derivation_says_where_an_act_lies(self, truce, load):
        days = {1: "2014-08-05", 2: "2014-08-06", 3: "2014-08-08"}
        load(*(ged(id=key, date_start=day, date_end=day) for key, day in days.items()))
        assert relations() == {"1": "indeterminate", "2": "during", "3": "indeterminate"}

    def test_events_before_and_after_are_counted_and_not_kept(self, truce, load):
        early, late = "2014-08-04", "2014-08-09"
        rows = [ged(date_start=early, date_end=early), ged(id=2, date_start=late, date_end=late)]
        assert load(*rows)[0] == Counts(read=2, unmatched=2)
        assert not Violation.objects.exists() and not Source.objects.exists()

    def test_a_margin_keeps_those_of_so_many_days(self, truce, load):
        days = ["2014-08-03", "2014-08-04", "2014-08-09", "2014-08-10"]
        rows = [ged(id=key, date_start=day, date_end=day) for key, day in enumerate(days, 1)]
        assert load(*rows, margin=1)[0] == Counts(read=4, created=2, unmatched=2)
        assert relations() == {"2": "before", "3": "after"}

    def test_an_event_that_meets_two_ceasefires_is_two_acts_with_one_event(self, truce, load):
        other = make_ceasefire(conflict=truce.conflict)
        for party in (truce.north, truce.south):
            make_participation(ceasefire=other, party=party)
        assert load(ged())[0] == Counts(read=1, created=2)
        acts = Violation.objects.all()
        assert {act.ceasefire for act in acts} == {truce.ceasefire, other}
        assert {act.event for act in acts} == {"ucdp-ged:1001"}
        assert Report.objects.count() == 2

    def test_days_are_those_of_each_ceasefires_zone(self, truce, load):
        other = make_ceasefire(conflict=truce.conflict, time_zone="UTC")
        for party in (truce.north, truce.south):
            make_participation(ceasefire=other, party=party)
        load(ged())
        began = {each.ceasefire.time_zone: each.occurred.at for each in Violation.objects.all()}
        assert began == {
            "Asia/Gaza": instant("2014-08-05T21:00Z"),
            "UTC": instant("2014-08-06T00:00Z"),
        }

    def test_others_conflicts_dyads_and_undated_events_meet_nothing(self, truce, load):
        rows = [
            ged(id=1, side_b_new_id=300),
            ged(id=2, side_b_new_id=-1),
            one_sided(id=3, side_a_new_id=300),
            ged(id=4, date_start="2014-01-01", date_end="2015-01-01", date_prec=5),
        ]
        assert load(*rows)[0] == Counts(read=4, unmatched=4)

    def test_who_two_of_our_parties_may_be_is_nobody(self, truce, load):
        make_party(ucdp_id="209")
        assert load(ged())[0].unmatched == 1

    def test_a_ceasefire_of_one_side_takes_the_events_of_its_conflict(self, load):
        truce = make_truce(declaration="unilateral")
        truce.ceasefire.participations.get(party=truce.south).delete()
        rows = [ged(), ged(id=2, side_b_new_id=300), ged(id=3, conflict_new_id=426)]
        assert load(*rows)[0] == Counts(read=3, created=2, unmatched=1)

    def test_a_unilateral_one_is_of_one_side_whoever_is_listed(self, load):
        make_truce(declaration="unilateral")
        assert load(ged(side_b_new_id=300))[0].created == 1

    def test_a_partial_ceasefire_meets_nothing(self, load):
        make_truce(scope="partial")
        assert load(ged(), one_sided(id=2))[0] == Counts(read=2, unmatched=2)

    def test_a_ceasefire_of_which_nothing_is_public_meets_nothing(self, load):
        make_truce(known_from=None)
        assert load(ged())[0].unmatched == 1

    def test_the_ends_of_ceasefires_are_those_of_the_derivation(self, truce, load):
        part = truce.ceasefire.participations.get(party=truce.south)
        part.end_type, part.ended = "violence", exactly("2014-08-06T00:00Z")
        part.ended_known_from = instant("2014-08-07T00:00Z")
        part.save()
        day = {"date_start": "2014-08-07", "date_end": "2014-08-07"}
        assert load(ged(), ged(id=2, **day))[0] == Counts(read=2, created=1, unmatched=1)
        assert relations() == {"1001": "indeterminate"}


class TestAcled:
    def test_states_are_found_by_their_forces_and_others_by_name_or_acronym(self, truce, load):
        assert load(acled(), format=ACLED)[0] == Counts(read=1, created=1)
        act, report = Violation.objects.get(), Report.objects.get()
        assert (act.event, act.kind, act.attributed_to) == ("acled:NRT1001", "armed_clash", None)
        assert (act.killed, report.locator) == ((None, 3, None), "event NRT1001")

    def test_remote_violence_is_attributed_to_who_did_it(self, truce, load):
        load(strike(), attack(event_id_cnty="NRT2"), format=ACLED)
        acts = Violation.objects.order_by("event")
        assert [act.attributed_to for act in acts] == [truce.north, truce.south]

    def test_remote_violence_against_somebody_else_meets_nothing(self, truce, load):
        assert load(strike(actor2="Eastern Front"), format=ACLED)[0].unmatched == 1

    def test_agreements_and_protests_are_counted_and_not_kept(self, truce, load):
        agreed = {"event_type": "Strategic developments", "sub_event_type": "Agreement"}
        assert load(acled(**agreed), format=ACLED)[0] == Counts(read=1, unmatched=1)

    def test_the_same_number_in_two_datasets_is_two_events(self, truce, load):
        load(ged())
        assert load(acled(), format=ACLED)[0].created == 1
        assert Violation.objects.count() == 2


class TestRefusals:
    def test_rows_that_cannot_be_are_told_by_line_and_nothing_is_written(self, truce, load):
        found, told = load(ged(), ged(id=2, low=4), ged(id=3, date_prec=9))
        assert found == Counts(read=3, created=1, refused=2)
        assert told == [
            ("refused", 3, "low", "is more than best (3)."),
            ("refused", 4, "date_prec", "is not one of: 1, 2, 3, 4, 5."),
        ]
        assert not Violation.objects.exists()

    def test_rows_that_the_database_refuses_are_told_by_line_and_others_kept(self, truce, load):
        truce.ceasefire.scheduled_end = exactly("2199-01-01T00:00Z")
        truce.ceasefire.save()
        # The future cannot be told of: no constraint of the parser's, but one of the database's.
        future = {"date_start": "2100-01-01", "date_end": "2100-01-01", "year": 2100}
        found, told = load(ged(), ged(id=2, **future), ged(id=3), keep_good=True)
        assert found == Counts(read=3, created=2, refused=1)
        assert told == [("refused", 3, "occurred_at", "must not lie in the future.")]
        assert set(relations()) == {"1001", "3"}

    def test_an_event_told_of_twice_alike_is_one(self, truce, load):
        assert load(ged(), ged(id=2), ged()) == (Counts(read=3, created=2), [])

    def test_an_event_told_of_twice_otherwise_is_refused_the_second_time(self, truce, load):
        found, told = load(ged(), ged(best=4), keep_good=True)
        assert found == Counts(read=2, created=1, refused=1)
        assert told == [
            ("refused", 3, "", "is told of in a row above, and not in the same way."),
        ]
        assert Violation.objects.get().killed.best == 3

    def test_so_it_is_across_batches_and_where_it_meets_nothing(self, truce, load, monkeypatch):
        monkeypatch.setattr("ceasefires.interchange.ucdp_ged.UCDP_GED.batch", 1)
        rows = [ged(side_b_new_id=300), ged(side_b_new_id=300), ged()]
        assert load(*rows)[0] == Counts(read=3, unmatched=1, refused=1)

    def test_deaths_that_do_not_add_up_are_noted(self, truce, load):
        found, told = load(ged(deaths_a=2), ged(id=2, deaths_a=2, side_b_new_id=300))
        assert found == Counts(read=2, created=1, unmatched=1)
        assert told == [("note", 2, "best", "the deaths listed by kind add up to 4.")]


def test_queries_do_not_grow_with_rows(truce, load):
    made = []
    for rows in ([ged()], [ged(id=key) for key in range(1, 21)]):
        with CaptureQueriesContext(connection) as queries:
            load(*rows, dry_run=True)
        made.append(len(queries))
    assert made[0] == made[1]
