"""What would change an answer: by the clock and by facts that may be recorded."""

from dataclasses import replace
from datetime import datetime

import pytest

from ceasefires.rules.facts import Facts
from ceasefires.rules.outlook import Change
from ceasefires.rules.vocabulary import Assessed, Compliance, EndType, Status, Verification

from .build import (
    act,
    assessment,
    end,
    exact,
    extension,
    facts,
    on,
    party,
    resumption,
    state,
    status,
    suspension,
    utc,
)

HOLDS, FRAGILE = Assessed.HOLDING, Assessed.FRAGILE
RECORDED = facts(end=end(EndType.EXPIRED, exact(7)))
LATE = facts(amendments=(extension(agreed=exact(9), effective=exact(10), until=exact(12)),))
OPEN = facts(amendments=(suspension(exact(6)),))
PAUSED = facts(amendments=(suspension(exact(6)), resumption(exact(7))))


def by_clock(given: Facts, at: datetime) -> list[Change]:
    return [each for each in state(given, at).would_change if each.at]


def by_fact(given: Facts, at: datetime) -> str:
    """The fact that would change the status."""
    return next(each.text for each in state(given, at).would_change if each.at is None)


class TestByTheClock:
    def test_the_next_assessment_that_differs_is_told(self) -> None:
        said = [assessment(HOLDS, exact(6)), assessment(HOLDS, exact(6, 12))]
        given = facts(assessments=(*said, assessment(FRAGILE, exact(7))))

        first, lapse = by_clock(given, utc(5))
        second, _ = by_clock(given, utc(6))

        assert (first.at, first.status, first.compliance) == (
            utc(6),
            None,
            Compliance.REPORTED_HOLDING,
        )
        assert first.text == (
            "Its compliance becomes reported holding, "
            "unless an act that counts by then is recorded."
        )
        assert (lapse.at, lapse.status) == (utc(8), Status.EXPIRED)
        assert (second.at, second.compliance) == (utc(7), Compliance.REPORTED_FRAGILE)

    @pytest.mark.parametrize(
        ("verification", "compliance", "unless"),
        [
            (
                Verification.ALLEGED,
                Compliance.ALLEGED,
                ", unless an act that counts by then is verified",
            ),
            (Verification.VERIFIED, Compliance.VIOLATED, ""),
        ],
    )
    def test_an_act_that_is_known_and_will_count_is_told(
        self, verification: Verification, compliance: Compliance, unless: str
    ) -> None:
        given = facts(acts=(act(exact(7), verification=verification),))

        change, _ = by_clock(given, utc(6))

        assert (change.at, change.compliance) == (utc(7), compliance)
        assert change.text == f"Its compliance becomes {compliance.label.lower()}{unless}."

    def test_an_act_that_does_not_count_is_not_told(self) -> None:
        stranger = act(exact(7), by=("stranger",))

        assert [each.at for each in by_clock(facts(acts=(stranger,)), utc(6))] == [utc(8)]

    def test_an_assessment_changes_nothing_while_an_act_decides(self) -> None:
        given = facts(acts=(act(exact(5)),), assessments=(assessment(HOLDS, exact(7)),))

        assert [each.compliance for each in by_clock(given, utc(6))] == [None]

    def test_compliance_begins_with_the_window(self) -> None:
        starts, compliance = by_clock(facts(), utc(4))

        assert (starts.at, starts.status) == (utc(5), Status.IN_FORCE)
        assert (compliance.at, compliance.compliance) == (utc(5), Compliance.NO_REPORTS)

    def test_a_party_s_own_end_is_told_where_the_whole_goes_on(self) -> None:
        ally = party("ally", "a", end(EndType.WITHDRAWN, exact(7)))
        given = facts(participations=(party("north", "a"), ally, party("south", "b")))

        leaves, lapses = by_clock(given, utc(6))

        assert (leaves.at, leaves.status, leaves.compliance) == (utc(7), None, None)
        assert leaves.text == "The status of ally becomes terminated."
        assert (lapses.at, lapses.status) == (utc(8), Status.EXPIRED)

    def test_parties_that_go_with_the_whole_are_not_told_apart(self) -> None:
        assert [each.at for each in by_clock(facts(), utc(6))] == [utc(8)]

    def test_a_phase_of_the_same_status_is_no_change(self) -> None:
        vague = facts(effective=on(5), end=end(ended=exact(5, 12)), scheduled_end=None)

        (change,) = (each for each in by_clock(vague, utc(5)) if each.status)

        assert (change.at, change.status) == (utc(5, 12), Status.COLLAPSED)


class TestByAFact:
    @pytest.mark.parametrize(
        ("given", "at", "text"),
        [
            pytest.param(RECORDED, utc(7), "The recorded end is corrected.", id="recorded expiry"),
            pytest.param(
                facts(end=end()), utc(7), "The recorded end is corrected.", id="undated collapse"
            ),
            pytest.param(
                facts(),
                utc(9),
                "An extension that binds at this instant, "
                "or an end that is later or no expiry, is recorded.",
                id="lapsed",
            ),
            pytest.param(
                LATE, utc(9), "An extension that binds at this instant is recorded.", id="gap"
            ),
            pytest.param(
                facts(), utc(6), "A suspension or an end by this instant is recorded.", id="bound"
            ),
            pytest.param(
                RECORDED,
                utc(6),
                "A suspension by this instant is recorded, "
                "or the recorded end is corrected to one by then.",
                id="bound, with an end ahead",
            ),
            pytest.param(
                OPEN, utc(7), "A resumption or an end by this instant is recorded.", id="suspended"
            ),
            pytest.param(
                PAUSED,
                utc(6, 12),
                "An earlier resumption or an end by this instant is recorded.",
                id="paused",
            ),
            pytest.param(
                replace(PAUSED, end=end(ended=exact(9))),
                utc(6, 12),
                "An earlier resumption by this instant is recorded, "
                "or the recorded end is corrected to one by then.",
                id="paused, with an end ahead",
            ),
            pytest.param(
                facts(end=end(EndType.UNCLEAR)),
                utc(6),
                "A source is recorded that dates when it ended.",
                id="ended at nobody knows when",
            ),
            pytest.param(
                facts(effective=None),
                utc(6),
                "A source is recorded that dates when it took effect or ended.",
                id="begun at nobody knows when",
            ),
            pytest.param(
                facts(end=end(EndType.NEVER_EFFECTIVE)),
                utc(6),
                "What is recorded, that it never took effect, is corrected.",
                id="never effective",
            ),
        ],
    )
    def test_it_is_told_as_the_status_has_it(self, given: Facts, at: datetime, text: str) -> None:
        assert by_fact(given, at) == text

    def test_an_extension_changes_nothing_where_an_end_is_recorded(self) -> None:
        longer = replace(RECORDED, amendments=(extension(agreed=exact(6), until=exact(12)),))

        for at in (utc(6), utc(7), utc(9)):
            assert status(longer, at) is status(RECORDED, at)

    @pytest.mark.parametrize(
        ("given", "at", "then"),
        [
            pytest.param(facts(), utc(9), {"end": end(EndType.EXPIRED, exact(10))}, id="later"),
            pytest.param(facts(), utc(9), {"end": end(ended=exact(7))}, id="no expiry"),
            pytest.param(
                facts(),
                utc(9),
                {"amendments": (extension(agreed=exact(9), until=exact(12)),)},
                id="extended",
            ),
            pytest.param(
                LATE,
                utc(9),
                {"amendments": (*LATE.amendments, extension(agreed=exact(7), until=exact(11)))},
                id="no gap",
            ),
            pytest.param(RECORDED, utc(6), {"end": end(EndType.EXPIRED, exact(6))}, id="earlier"),
            pytest.param(
                PAUSED,
                utc(6, 12),
                {"amendments": (*PAUSED.amendments, resumption(exact(6, 6)))},
                id="resumed earlier",
            ),
            pytest.param(
                facts(end=end(EndType.UNCLEAR)),
                utc(6),
                {"end": end(EndType.UNCLEAR, exact(7))},
                id="dated",
            ),
        ],
    )
    def test_the_fact_told_does_change_it(
        self, given: Facts, at: datetime, then: dict[str, object]
    ) -> None:
        assert status(replace(given, **then), at) is not status(given, at)  # type: ignore[arg-type]


class TestInAll:
    def test_the_clock_comes_first_with_what_would_prevent_it(self) -> None:
        first = state(facts(), utc(6)).would_change[0]

        assert (first.at, first.status) == (utc(8), Status.EXPIRED)
        assert first.text == "Its status becomes expired, unless an extension is recorded."

    def test_a_recorded_end_is_not_said_to_hang_on_an_extension(self) -> None:
        first = state(facts(end=end(EndType.EXPIRED, exact(7))), utc(6)).would_change[0]

        assert (first.at, first.text) == (utc(7), "Its status becomes expired.")

    def test_where_the_clock_changes_nothing_more_only_facts_would(self) -> None:
        found = state(facts(), utc(9)).would_change

        assert [change.at for change in found] == [None, None]

    def test_verifying_an_alleged_act_would_make_it_violated(self) -> None:
        found = state(facts(acts=(act(exact(6)),)), utc(9)).would_change

        assert found[-1].compliance is Compliance.VIOLATED

    @pytest.mark.parametrize("at", [utc(4), utc(5), utc(6), utc(8)])
    def test_every_answer_says_what_would_change_it(self, at: datetime) -> None:
        assert state(facts(), at).would_change
