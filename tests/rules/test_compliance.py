"""What is reported of a ceasefire being kept, first match first."""

from datetime import datetime

import pytest

from ceasefires.rules.derive import derive
from ceasefires.rules.facts import Act, Assessment, Facts
from ceasefires.rules.fuzzy import Span
from ceasefires.rules.vocabulary import (
    Assessed,
    Compliance,
    EndType,
    Status,
    Verification,
)

from .build import (
    LATER,
    TICK,
    act,
    around,
    assessment,
    end,
    exact,
    extension,
    facts,
    on,
    party,
    suspension,
    utc,
)

VIOLATED, ALLEGED, NO_REPORTS = Compliance.VIOLATED, Compliance.ALLEGED, Compliance.NO_REPORTS
FRAGILE, HOLDING = Compliance.REPORTED_FRAGILE, Compliance.REPORTED_HOLDING
VERIFIED = Verification.VERIFIED
LATE_IN_IT = utc(7)


def compliance(given: Facts, at: datetime = LATE_IN_IT, known_at: datetime = LATER) -> object:
    return derive(given, at, known_at).compliance


def with_reports(*reports: Act | Assessment, **told: object) -> Facts:
    acts = tuple(each for each in reports if isinstance(each, Act))
    assessments = tuple(each for each in reports if isinstance(each, Assessment))
    return facts(acts=acts, assessments=assessments, **told)


class TestWhereThereIsNone:
    held = assessment(Assessed.HOLDING, exact(4))

    @pytest.mark.parametrize(
        ("given", "at", "status"),
        [
            (with_reports(held), utc(5) - TICK, Status.PENDING),
            (with_reports(held, effective=None), utc(6), Status.UNKNOWN),
            (with_reports(held, end=end(EndType.UNCLEAR)), utc(6), Status.UNKNOWN),
            (with_reports(held, end=end(EndType.NEVER_EFFECTIVE)), utc(6), Status.NEVER_EFFECTIVE),
            (with_reports(held, known_from=None), utc(6), Status.UNKNOWN),
        ],
    )
    def test_it_is_null_while_nothing_can_have_been_broken(
        self, given: Facts, at: datetime, status: Status
    ) -> None:
        found = derive(given, at, LATER)

        assert (found.status, found.compliance) == (status, None)

    def test_it_is_null_of_an_ended_one_whose_start_is_not_known(self) -> None:
        over = with_reports(self.held, effective=None, end=end(ended=exact(6)))

        assert compliance(over) is None

    @pytest.mark.parametrize(
        ("given", "at", "status"),
        [
            (with_reports(held), utc(5), Status.IN_FORCE),
            (with_reports(held), utc(8), Status.EXPIRED),
            (with_reports(held, amendments=(suspension(exact(6)),)), utc(6), Status.SUSPENDED),
            (with_reports(held, end=end(ended=exact(6))), utc(6), Status.COLLAPSED),
            (with_reports(held, effective=on(5)), utc(5), Status.INDETERMINATE),
        ],
    )
    def test_it_is_given_under_every_other_status(
        self, given: Facts, at: datetime, status: Status
    ) -> None:
        found = derive(given, at, LATER)

        assert (found.status, found.compliance) == (status, HOLDING)


class TestFirstMatch:
    def test_silence_is_no_reports(self) -> None:
        assert compliance(facts()) is NO_REPORTS

    def test_a_verified_act_comes_before_everything(self) -> None:
        given = with_reports(
            act(exact(6), verification=VERIFIED),
            act(exact(6, 1), name="alleged"),
            assessment(Assessed.HOLDING, exact(6, 2)),
        )

        assert compliance(given) is VIOLATED

    @pytest.mark.parametrize(
        "verification", [Verification.ALLEGED, Verification.UNDER_INVESTIGATION]
    )
    def test_an_alleged_act_comes_before_a_later_assessment(
        self, verification: Verification
    ) -> None:
        given = with_reports(
            act(exact(6), verification=verification), assessment(Assessed.HOLDING, exact(6, 2))
        )

        assert compliance(given) is ALLEGED

    @pytest.mark.parametrize("verification", [Verification.UNFOUNDED, Verification.INCONCLUSIVE])
    def test_unfounded_and_inconclusive_acts_never_count(self, verification: Verification) -> None:
        assert compliance(with_reports(act(exact(6), verification=verification))) is NO_REPORTS

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            (Assessed.VIOLATED, ALLEGED),
            (Assessed.COLLAPSED, ALLEGED),
            (Assessed.FRAGILE, FRAGILE),
            (Assessed.HOLDING, HOLDING),
            (Assessed.NO_VIOLATIONS_REPORTED, HOLDING),
        ],
    )
    def test_without_acts_the_latest_assessment_decides(
        self, said: Assessed, expected: Compliance
    ) -> None:
        earlier = assessment(
            Assessed.HOLDING if expected is ALLEGED else Assessed.VIOLATED, exact(5), name="earlier"
        )

        assert compliance(with_reports(assessment(said, exact(6)), earlier)) is expected

    def test_an_assessment_as_violated_that_is_no_longer_the_latest_counts_no_more(self) -> None:
        given = with_reports(
            assessment(Assessed.VIOLATED, exact(6)),
            assessment(Assessed.HOLDING, exact(6, 1), name="later"),
        )

        assert compliance(given) is HOLDING

    def test_of_assessments_for_one_instant_the_one_published_last_decides(self) -> None:
        given = with_reports(
            assessment(Assessed.VIOLATED, exact(6), utc(6), "z"),
            assessment(Assessed.HOLDING, exact(6), utc(6, 1), "a"),
        )

        assert compliance(given) is HOLDING

    def test_of_assessments_published_at_once_the_gravest_decides(self) -> None:
        given = with_reports(
            assessment(Assessed.FRAGILE, exact(6), name="a"),
            assessment(Assessed.HOLDING, exact(6), name="z"),
        )

        assert compliance(given) is FRAGILE


class TestFromWhen:
    def test_an_act_counts_from_its_instant(self) -> None:
        given = with_reports(act(exact(6)))

        assert [compliance(given, at) for at in around(utc(6))] == [NO_REPORTS, ALLEGED, ALLEGED]

    def test_an_act_dated_to_a_day_counts_from_its_start(self) -> None:
        given = with_reports(act(on(6)))

        assert [compliance(given, at) for at in around(utc(6))] == [NO_REPORTS, ALLEGED, ALLEGED]

    def test_an_assessment_counts_from_its_earliest_instant(self) -> None:
        given = with_reports(assessment(Assessed.HOLDING, on(6)))

        assert [compliance(given, at) for at in around(utc(6))] == [NO_REPORTS, HOLDING, HOLDING]

    def test_an_undated_assessment_counts_from_its_publication(self) -> None:
        given = with_reports(assessment(Assessed.HOLDING, None, utc(6)))

        assert [compliance(given, at) for at in around(utc(6))] == [NO_REPORTS, HOLDING, HOLDING]

    def test_an_act_counts_only_if_known(self) -> None:
        given = with_reports(act(exact(5), known=utc(6)))

        found = [compliance(given, utc(5, 12), known_at) for known_at in around(utc(6))]
        assert found == [NO_REPORTS, ALLEGED, ALLEGED]

    def test_an_assessment_counts_only_if_known(self) -> None:
        given = with_reports(assessment(Assessed.HOLDING, exact(5), utc(6)))

        found = [compliance(given, utc(5, 12), known_at) for known_at in around(utc(6))]
        assert found == [NO_REPORTS, HOLDING, HOLDING]

    @pytest.mark.parametrize("reached", [exact(6), on(6)])
    def test_a_verification_counts_if_reached_by_then_and_until_then_the_act_is_alleged(
        self, reached: Span
    ) -> None:
        given = with_reports(act(exact(5), verification=VERIFIED, verified=reached))

        found = [compliance(given, utc(5, 12), known_at) for known_at in around(utc(6))]
        assert found == [ALLEGED, VIOLATED, VIOLATED]

    def test_an_act_not_yet_found_unfounded_is_alleged(self) -> None:
        given = with_reports(act(exact(5), verification=Verification.UNFOUNDED, verified=exact(6)))

        found = [compliance(given, utc(5, 12), known_at) for known_at in around(utc(6))]
        assert found == [ALLEGED, NO_REPORTS, NO_REPORTS]

    def test_a_verification_that_nobody_dates_counts_at_once(self) -> None:
        assert compliance(with_reports(act(exact(5), verification=VERIFIED))) is VIOLATED

    def test_an_assessment_dated_before_it_took_effect_counts(self) -> None:
        early = facts(assessments=(assessment(Assessed.FRAGILE, exact(4)),))

        found = [compliance(early, at) for at in (utc(4), utc(5))]

        assert found == [None, Compliance.REPORTED_FRAGILE]

    def test_the_author_of_an_act_is_as_curated_now(self) -> None:
        shelling = act(exact(6), by=("north",), known=utc(6))

        assert shelling.known(utc(6)).lineage == ("north",)


class TestWhichActs:
    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            (Span.exactly(utc(5) - TICK), NO_REPORTS),
            (exact(5), ALLEGED),
            (Span.exactly(utc(8) - TICK), ALLEGED),
            (exact(8), NO_REPORTS),
        ],
    )
    def test_only_acts_during_the_window_count(self, when: Span, expected: Compliance) -> None:
        assert compliance(with_reports(act(when)), utc(9)) is expected

    def test_after_expiry_it_speaks_of_the_whole_window(self) -> None:
        assert compliance(with_reports(act(exact(6))), utc(20)) is ALLEGED

    def test_acts_of_a_suspension_or_a_gap_do_not_count(self) -> None:
        paused = with_reports(act(exact(6)), amendments=(suspension(exact(6)),))
        late = extension(agreed=exact(9), until=exact(12))

        assert compliance(paused) is NO_REPORTS
        assert compliance(with_reports(act(exact(8)), amendments=(late,)), utc(10)) is NO_REPORTS

    @pytest.mark.parametrize(
        ("author", "expected"),
        [
            (("north",), ALLEGED),
            (("brigade", "north"), ALLEGED),
            ((), ALLEGED),
            (("south",), NO_REPORTS),
        ],
    )
    def test_only_acts_of_a_bound_party_its_members_or_nobody_named_count(
        self, author: tuple[str, ...], expected: Compliance
    ) -> None:
        unilateral = with_reports(
            act(exact(6), author), unilateral=True, participations=(party("north", "a"),)
        )

        assert compliance(unilateral) is expected

    def test_acts_of_a_party_that_had_left_do_not_count(self) -> None:
        gone = party("ally", "a", end(EndType.WITHDRAWN, exact(6)))
        sides = (gone, party("north", "a"), party("south", "b"))

        found = [
            compliance(with_reports(act(Span.exactly(at), ("ally",)), participations=sides))
            for at in around(utc(6))
        ]
        assert found == [ALLEGED, NO_REPORTS, NO_REPORTS]

    def test_an_act_whose_relation_is_indeterminate_does_not_count(self) -> None:
        assert compliance(with_reports(act(on(5)), effective=exact(5, 5))) is NO_REPORTS
