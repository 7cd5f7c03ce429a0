"""A dataset imported again: what is the same stays untouched, and what editors did stays theirs."""

from datetime import date

import pytest
from django.core.management import call_command

from ceasefires.actions import verify
from ceasefires.choices import Verification
from ceasefires.interchange.importing import Options, run
from ceasefires.interchange.origin import Counts
from ceasefires.interchange.ucdp_ged import UCDP_GED
from ceasefires.models import Report, Source, Version, Violation
from ceasefires.recording import recorded
from tests.factories import instant, make_report, make_source, make_violation

from .event_files import ged, imported, make_truce, one_sided, written

pytestmark = pytest.mark.django_db
FIRST, LATER = date(2022, 6, 1), date(2023, 6, 1)


@pytest.fixture
def truce():
    return make_truce()


@pytest.fixture
def load(tmp_path):
    """Imports rows as a file of its own; gives its counts."""
    names = iter("abcdefgh")

    def loading(*rows, **options):
        outcome, _ = imported(tmp_path / f"{next(names)}.csv", *rows, **options)
        return outcome.counts

    return loading


def act() -> Violation:
    return Violation.objects.get()


def amend(**values: object) -> None:
    """As an editor does."""
    with recorded(editor=1, request_id="by hand"):
        Violation.objects.update(**values)


class TestTheSame:
    def test_the_same_file_changes_nothing(self, truce, load):
        load(ged(), one_sided(id=2))
        stamps = [*Violation.objects.values("pk", "updated"), *Report.objects.values("updated")]
        versions = Version.objects.count()
        assert load(ged(), one_sided(id=2)) == Counts(read=2, unchanged=2)
        assert stamps == [
            *Violation.objects.values("pk", "updated"),
            *Report.objects.values("updated"),
        ]
        assert Version.objects.count() == versions

    def test_a_later_release_that_says_the_same_makes_no_source(self, truce, load):
        load(ged())
        assert load(ged(number_of_sources=9)) == Counts(read=1, unchanged=1)
        assert Source.objects.count() == 1

    def test_what_an_editor_changed_is_not_taken_for_news(self, truce, load):
        load(ged())
        amend(kind="rocket_fire", description="In our words.")
        versions = Version.objects.count()
        assert load(ged(number_of_sources=9)) == Counts(read=1, unchanged=1)
        assert (act().kind, act().description) == ("rocket_fire", "In our words.")
        assert Version.objects.count() == versions


class TestChanged:
    def test_the_report_takes_what_is_new_with_its_source(self, truce, load):
        load(ged(), published=FIRST)
        assert load(ged(best=4, event_clarity=2), published=LATER) == Counts(read=1, updated=1)
        report = Report.objects.get()
        assert (report.killed, report.certainty) == ((2, 4, 5), "hedged")
        assert report.known_from == instant("2023-06-01T00:00Z")
        assert report.source.published.at == report.known_from

    def test_the_act_follows_and_stays_public_from_the_first(self, truce, load):
        load(ged(), published=FIRST)
        day = {"date_start": "2014-08-07", "date_end": "2014-08-07"}
        load(ged(best=4, where_coordinates="Other town", **day), published=LATER)
        assert act().killed == (2, 4, 5)
        assert (act().place_name, act().occurred.at) == ("Other town", instant("2014-08-06T21:00Z"))
        assert act().first_reported == instant("2022-06-01T00:00Z")

    def test_history_says_so(self, truce, load):
        load(ged())
        load(ged(best=4))
        last = Version.objects.filter(resource="violations").latest("id")
        assert (last.action, last.changed, last.reason) == (
            "updated",
            ["killed"],
            "Imported from b.csv.",
        )

    def test_a_change_of_the_act_alone_is_told_of_in_the_report_too(self, truce, load):
        load(ged())
        assert load(ged(where_coordinates="Other town")) == Counts(read=1, updated=1)
        assert Report.objects.get().source.file.name == "b.csv"

    def test_an_event_moved_out_of_the_window_is_moved_and_labelled(self, truce, load):
        load(ged())
        day = {"date_start": "2014-09-01", "date_end": "2014-09-01"}
        assert load(ged(**day)) == Counts(read=1, updated=1)
        assert act().relation == "after"

    def test_an_event_that_is_dated_no_more_is_undated(self, truce, load):
        load(ged())
        span = {"date_start": "2014-01-01", "date_end": "2015-06-01", "date_prec": 5}
        assert load(ged(**span)) == Counts(read=1, updated=1)
        assert (act().occurred, act().relation) == ((None, "unknown"), "indeterminate")

    def test_who_is_said_to_have_done_it_may_change(self, truce, load):
        load(ged())
        load(one_sided(id=1001))
        assert act().attributed_to == Report.objects.get().attributed_to == truce.south


class TestEditors:
    def test_what_an_editor_changed_stays_and_the_rest_follows(self, truce, load):
        load(ged())
        amend(kind="rocket_fire")
        assert load(ged(where_coordinates="Other town")) == Counts(read=1, updated=1)
        assert (act().kind, act().place_name) == ("rocket_fire", "Other town")

    def test_and_does_so_after_any_number_of_imports(self, truce, load):
        load(ged())
        amend(kind="rocket_fire")
        load(ged(where_coordinates="Other town"))
        load(ged(where_coordinates="Third town"))
        assert (act().kind, act().place_name) == ("rocket_fire", "Third town")

    def test_a_place_is_one_thing(self, truce, load):
        load(ged())
        amend(place_name="Ours")
        load(ged(latitude=32, where_coordinates="Theirs", where_prec=2))
        assert (act().place_name, act().latitude, act().geo_precision) == ("Ours", 31.5, "exact")

    def test_an_instant_is_one_thing(self, truce, load):
        load(ged())
        amend(occurred_precision="week")
        load(ged(date_start="2014-08-07", date_end="2014-08-07"))
        assert act().occurred == (instant("2014-08-05T21:00Z"), "week")

    def test_figures_that_were_set_stay(self, truce, load):
        load(ged())
        amend(killed_low=9, killed_best=9, killed_high=9, figures_basis="set")
        assert load(ged(best=4)) == Counts(read=1, updated=1)
        assert (act().killed, Report.objects.get().killed) == ((9, 9, 9), (2, 4, 5))

    def test_figures_follow_all_reports(self, truce, load):
        load(ged())
        make_report(violation=act(), killed=(1, 2, 9))
        load(ged(best=4))
        assert act().killed == (1, 2, 9)

    def test_a_verification_stays(self, truce, load):
        load(ged())
        verify(
            violations=Violation.objects.all(),
            verification=Verification.VERIFIED,
            at=instant("2020-01-01T00:00Z"),
        )
        load(ged(best=4))
        assert act().verification == "verified"


class TestLoggedBySomebody:
    """An event that an editor has set against the ceasefire before."""

    @pytest.fixture
    def logged(self, truce):
        made = make_violation(ceasefire=truce.ceasefire, event="ucdp-ged:1001", kind="grenade")
        make_report(violation=made, killed=(None, 1, None))
        return made

    def test_it_gets_the_report_and_keeps_what_it_says(self, logged, load):
        assert load(ged(), published=date(2014, 8, 7)) == Counts(read=1, updated=1)
        assert act().reports.count() == 2
        assert (act().kind, act().place_name) == ("grenade", "")

    def test_its_figures_follow_both_reports(self, logged, load):
        load(ged())
        assert act().killed == (1, 1, 5)

    def test_it_is_public_from_the_earlier_one(self, logged, load):
        load(ged(), published=date(2014, 8, 5))
        assert act().first_reported == instant("2014-08-05T00:00Z")

    def test_it_gets_the_report_even_where_the_rule_would_not_set_it(self, logged, load):
        assert load(ged(side_b_new_id=300)) == Counts(read=1, updated=1)
        assert act().reports.count() == 2

    def test_again_is_nothing_new(self, logged, load):
        load(ged())
        assert load(ged(number_of_sources=9)) == Counts(read=1, unchanged=1)

    def test_a_complete_file_leaves_the_report_that_it_gives(self, logged, load):
        elsewhere = ged(side_b_new_id=300)
        assert load(elsewhere, complete=True) == Counts(read=1, updated=1)
        assert load(elsewhere, complete=True) == Counts(read=1, unchanged=1)
        assert act().reports.count() == 2

    def test_a_later_release_changes_the_report_and_leaves_the_rest(self, logged, load):
        load(ged())
        assert load(ged(high=6, where_coordinates="Other")) == Counts(read=1, updated=1)
        assert (act().killed, act().place_name) == ((1, 1, 6), "")


class TestComplete:
    def test_what_is_told_of_no_more_is_withdrawn_with_a_reason(self, truce, load):
        load(ged(), ged(id=2))
        assert load(ged(), complete=True) == Counts(read=1, unchanged=1, withdrawn=1)
        assert act().event == "ucdp-ged:1001"
        gone = Version.objects.filter(action="deleted")
        assert {each.resource for each in gone} == {"violations", "reports"}
        assert {each.reason for each in gone} == {"b.csv does not tell of it any more."}

    def test_without_being_asked_nothing_is(self, truce, load):
        load(ged(), ged(id=2))
        assert load(ged()) == Counts(read=1, unchanged=1)

    def test_what_no_longer_meets_its_ceasefire_is_withdrawn(self, truce, load):
        load(ged())
        day = {"date_start": "2014-09-01", "date_end": "2014-09-01"}
        assert load(ged(**day), complete=True).withdrawn == 1
        assert not Violation.objects.exists()

    def test_an_act_that_others_report_keeps_their_figures(self, truce, load):
        load(ged(), ged(id=2))
        make_report(violation=Violation.objects.get(event="ucdp-ged:1001"), killed=(1, 1, 1))
        assert load(ged(id=2), complete=True).withdrawn == 1
        left = Violation.objects.get(event="ucdp-ged:1001")
        assert (left.killed, left.reports.count()) == ((1, 1, 1), 1)

    def test_an_act_that_somebody_amended_stays(self, truce, load):
        load(ged(), ged(id=2))
        amend(description="In our words.")
        assert load(ged(id=2), complete=True).withdrawn == 1
        left = Violation.objects.get(event="ucdp-ged:1001")
        assert (left.reports.count(), left.killed) == (0, (None, None, None))

    def test_what_a_refused_row_tells_of_stays(self, truce, load):
        load(ged(), ged(id=2), ged(id=3))
        refused = [ged(low=4), ged(id=2), ged(id=2, best=5), ged(id="?")]
        found = load(*refused, complete=True, keep_good=True)
        assert found == Counts(read=4, unchanged=1, withdrawn=1, refused=3)
        assert {each.event for each in Violation.objects.all()} == {"ucdp-ged:1001", "ucdp-ged:2"}

    def test_so_the_command_lets_a_complete_file_be_kept_in_part(self, truce, load, tmp_path):
        load(ged(), ged(id=2), ged(id=3))
        path = written(tmp_path / "later.csv", ged(), ged(id=2, low=9))
        report = str(tmp_path / "report.csv")
        with pytest.raises(SystemExit):
            call_command(
                *("import", "ucdp-ged", str(path), "--report", report),
                *("--complete", "--keep-good"),
            )
        assert {each.event for each in Violation.objects.all()} == {"ucdp-ged:1001", "ucdp-ged:2"}

    def test_what_the_database_refuses_has_not_vanished(self, truce, load):
        load(ged(), ged(id=2))
        future = {"date_start": "2100-01-01", "date_end": "2100-01-01", "year": 2100}
        found = load(ged(**future), ged(id=2), complete=True, keep_good=True)
        assert (found.refused, found.withdrawn) == (1, 0)

    def test_what_others_tell_of_stays(self, truce, load):
        make_violation(ceasefire=truce.ceasefire, event="ucdp-ged:9")
        make_report(source=make_source())
        load(ged())
        assert load(ged(id=2), complete=True).withdrawn == 1
        assert {each.event for each in Violation.objects.all()} == {"", "ucdp-ged:2", "ucdp-ged:9"}

    def test_files_of_one_run_are_complete_together(self, truce, tmp_path):
        files = [written(tmp_path / f"{key}.csv", ged(id=key)) for key in (1, 2)]
        for _ in range(2):
            outcome = run(UCDP_GED, files, Options(complete=True), [].append, lambda _: None)
        assert outcome.counts == Counts(read=2, unchanged=2)


def test_an_event_told_of_in_two_files_of_one_run_is_one(truce, tmp_path):
    files = [written(tmp_path / f"{key}.csv", ged(), ged(id=key)) for key in (1, 2)]
    outcome = run(UCDP_GED, files, Options(), [].append, lambda _: None)
    assert [each.counts.created for each in outcome.results] == [2, 1]
    assert Violation.objects.count() == 3
