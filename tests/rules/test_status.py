"""The ladder, rung by rung: before, at and after each boundary, with exactly its candidates."""

import pytest

from ceasefires.rules.fuzzy import BEGINNING, END_OF_TIME, Span
from ceasefires.rules.status import phases
from ceasefires.rules.vocabulary import EndType, Status
from ceasefires.rules.window import window_of

from .build import (
    TICK,
    around,
    end,
    exact,
    extension,
    facts,
    on,
    party,
    possible,
    resumption,
    state,
    status,
    suspension,
    utc,
)

NEVER_EFFECTIVE, COLLAPSED, TERMINATED = (
    Status.NEVER_EFFECTIVE,
    Status.COLLAPSED,
    Status.TERMINATED,
)
EXPIRED, ENDED, UNKNOWN = Status.EXPIRED, Status.ENDED, Status.UNKNOWN
PENDING, SUSPENDED, IN_FORCE = Status.PENDING, Status.SUSPENDED, Status.IN_FORCE


class TestOrderOfTheLadder:
    def test_1_never_effective_comes_before_everything(self) -> None:
        never = facts(end=end(EndType.NEVER_EFFECTIVE, exact(6)), effective=None)

        assert possible(never, utc(4)) == {NEVER_EFFECTIVE}
        assert possible(never, utc(6)) == {NEVER_EFFECTIVE}

    def test_1_it_is_said_only_once_it_is_known(self) -> None:
        never = facts(end=end(EndType.NEVER_EFFECTIVE, None, utc(6)))

        assert status(never, utc(5), utc(6) - TICK) is IN_FORCE
        assert status(never, utc(5), utc(6)) is NEVER_EFFECTIVE

    def test_2_an_end_comes_before_an_unknown_start(self) -> None:
        over = facts(effective=None, end=end(ended=exact(6)))

        assert [status(over, at) for at in around(utc(6))] == [UNKNOWN, COLLAPSED, COLLAPSED]

    def test_2_an_end_before_it_took_effect_comes_before_pending(self) -> None:
        over = facts(end=end(EndType.WITHDRAWN, exact(4)))

        assert [status(over, at) for at in around(utc(4))] == [PENDING, TERMINATED, TERMINATED]
        assert status(over, utc(5)) is TERMINATED

    def test_2_an_end_comes_before_a_gap_and_a_suspension(self) -> None:
        over = facts(
            end=end(ended=exact(6)),
            amendments=(
                extension(agreed=exact(8, 6), until=exact(12)),
                suspension(exact(5, 12)),
            ),
        )

        assert [status(over, at) for at in around(utc(6))] == [SUSPENDED, COLLAPSED, COLLAPSED]
        assert status(over, utc(8, 3)) is COLLAPSED

    def test_3_without_a_start_the_scheduled_end_says_nothing(self) -> None:
        undated = facts(effective=None)

        assert {status(undated, at) for at in around(utc(8))} == {UNKNOWN}

    def test_4_before_it_takes_effect_it_is_pending(self) -> None:
        assert [status(facts(), at) for at in around(utc(5))] == [PENDING, IN_FORCE, IN_FORCE]

    def test_4_pending_comes_before_a_suspension_and_an_undated_end(self) -> None:
        suspended = facts(amendments=(suspension(exact(4)),))
        unclear = facts(end=end(EndType.UNCLEAR))

        assert [status(suspended, at) for at in around(utc(5))] == [PENDING, SUSPENDED, SUSPENDED]
        assert [status(unclear, at) for at in around(utc(5))] == [PENDING, UNKNOWN, UNKNOWN]

    def test_5_it_expires_at_its_scheduled_end(self) -> None:
        assert [status(facts(), at) for at in around(utc(8))] == [IN_FORCE, EXPIRED, EXPIRED]

    def test_5_it_does_not_expire_while_another_end_is_known(self) -> None:
        later = facts(end=end(ended=exact(10)))

        assert [status(later, at) for at in around(utc(8))] == [IN_FORCE] * 3

    def test_5_expiry_comes_before_a_suspension(self) -> None:
        suspended = facts(amendments=(suspension(exact(7)),))

        assert [status(suspended, at) for at in around(utc(8))] == [SUSPENDED, EXPIRED, EXPIRED]

    def test_5_a_gap_is_expired_though_a_later_end_is_known(self) -> None:
        late = facts(
            end=end(ended=exact(11)),
            amendments=(extension(agreed=exact(8, 6), until=exact(12)),),
        )

        assert [status(late, at) for at in around(utc(8))] == [IN_FORCE, EXPIRED, EXPIRED]
        assert [status(late, at) for at in around(utc(8, 6))] == [EXPIRED, IN_FORCE, IN_FORCE]
        assert [status(late, at) for at in around(utc(11))] == [IN_FORCE, COLLAPSED, COLLAPSED]

    def test_6_an_undated_end_that_does_not_count_yet_comes_before_a_suspension(self) -> None:
        over = facts(end=end(known=utc(7)), amendments=(suspension(exact(6)),))

        assert [status(over, at) for at in around(utc(6))] == [UNKNOWN] * 3
        assert [status(over, at) for at in around(utc(7))] == [UNKNOWN, COLLAPSED, COLLAPSED]

    def test_6_an_undated_end_prevails_over_the_scheduled_end(self) -> None:
        over = facts(end=end(known=utc(10)))

        assert [status(over, at) for at in around(utc(8))] == [UNKNOWN] * 3
        assert [status(over, at) for at in around(utc(10))] == [UNKNOWN, COLLAPSED, COLLAPSED]

    def test_6_an_undated_unclear_end_leaves_it_unknown_for_good(self) -> None:
        over = facts(end=end(EndType.UNCLEAR))

        assert possible(over, utc(30)) == {UNKNOWN}

    def test_7_suspended_from_suspension_to_resumption(self) -> None:
        paused = facts(amendments=(suspension(exact(6)), resumption(exact(7))))

        assert [status(paused, at) for at in around(utc(6))] == [IN_FORCE, SUSPENDED, SUSPENDED]
        assert [status(paused, at) for at in around(utc(7))] == [SUSPENDED, IN_FORCE, IN_FORCE]

    def test_8_otherwise_it_is_in_force(self) -> None:
        assert status(facts(scheduled_end=None, participations=()), utc(30)) is IN_FORCE

    def test_before_the_ceasefire_itself_is_known_it_is_unknown(self) -> None:
        late = facts(known_from=utc(6))

        assert status(late, utc(5), utc(6) - TICK) is UNKNOWN
        assert status(late, utc(5), utc(6)) is IN_FORCE

    def test_a_ceasefire_that_nothing_public_mentions_is_unknown(self) -> None:
        assert status(facts(known_from=None), utc(6)) is UNKNOWN


class TestUncertainBoundaries:
    """Each is undecided from its first instant up to, and not including, its end."""

    @pytest.mark.parametrize(
        ("given", "before", "within", "after"),
        [
            pytest.param(
                facts(effective=on(5)), PENDING, {PENDING, IN_FORCE}, IN_FORCE, id="start"
            ),
            pytest.param(
                facts(effective=exact(4), end=end(ended=on(5))),
                IN_FORCE,
                {IN_FORCE, COLLAPSED},
                COLLAPSED,
                id="end",
            ),
            pytest.param(
                facts(effective=exact(4), scheduled_end=on(5)),
                IN_FORCE,
                {IN_FORCE, EXPIRED},
                EXPIRED,
                id="scheduled end",
            ),
            pytest.param(
                facts(effective=exact(4), amendments=(suspension(on(5)),)),
                IN_FORCE,
                {IN_FORCE, SUSPENDED},
                SUSPENDED,
                id="suspension",
            ),
            pytest.param(
                facts(effective=exact(3), amendments=(suspension(exact(4)), resumption(on(5)))),
                SUSPENDED,
                {IN_FORCE, SUSPENDED},
                IN_FORCE,
                id="resumption",
            ),
            pytest.param(
                facts(
                    effective=exact(3),
                    scheduled_end=exact(4),
                    amendments=(extension(agreed=exact(4), effective=on(5)),),
                ),
                EXPIRED,
                {EXPIRED, IN_FORCE},
                IN_FORCE,
                id="end of a gap",
            ),
            pytest.param(
                facts(effective=on(5), end=end(EndType.UNCLEAR)),
                PENDING,
                {PENDING, UNKNOWN},
                UNKNOWN,
                id="start, with an undated end",
            ),
            pytest.param(
                facts(effective=None, end=end(ended=on(5))),
                UNKNOWN,
                {UNKNOWN, COLLAPSED},
                COLLAPSED,
                id="end, with no start",
            ),
            pytest.param(
                facts(effective=on(5), scheduled_end=Span(utc(5, 7), utc(6, 7))),
                PENDING,
                {PENDING, IN_FORCE, EXPIRED},
                None,
                id="start, and an end seven hours on",
            ),
            pytest.param(
                facts(effective=on(5), end=end(ended=on(5)), scheduled_end=None),
                PENDING,
                {PENDING, IN_FORCE, COLLAPSED},
                COLLAPSED,
                id="start and end on one day",
            ),
        ],
    )
    def test_within_it_every_candidate_is_given(
        self, given: object, before: Status, within: set[Status], after: Status | None
    ) -> None:
        assert possible(given, utc(5) - TICK) == {before}  # type: ignore[arg-type]
        assert possible(given, utc(5, 12)) == within  # type: ignore[arg-type]
        assert possible(given, utc(6) - TICK) == within  # type: ignore[arg-type]
        if after:
            assert possible(given, utc(5)) == within  # type: ignore[arg-type]
            assert possible(given, utc(6)) == {after}  # type: ignore[arg-type]

    def test_a_seven_hour_truce_on_an_unknown_part_of_a_day_has_three_stretches(self) -> None:
        truce = facts(effective=on(5), scheduled_end=Span(utc(5, 7), utc(6, 7)))

        assert possible(truce, utc(5, 7) - TICK) == {PENDING, IN_FORCE}
        assert possible(truce, utc(5, 7)) == {PENDING, IN_FORCE, EXPIRED}
        assert possible(truce, utc(6)) == {IN_FORCE, EXPIRED}
        assert possible(truce, utc(6, 7)) == {EXPIRED}

    def test_an_uncertainty_that_decides_no_step_leaves_the_status_certain(self) -> None:
        over = facts(end=end(ended=exact(6)), scheduled_end=on(8), amendments=(suspension(on(7)),))

        assert possible(over, utc(7, 12)) == {COLLAPSED}
        assert possible(over, utc(8, 12)) == {COLLAPSED}

    def test_the_status_is_indeterminate_and_the_candidates_stand_in_the_order_of_the_ladder(
        self,
    ) -> None:
        found = state(facts(effective=on(5), end=end(ended=on(5))), utc(5, 12))

        assert found.status is Status.INDETERMINATE
        assert found.candidates == (COLLAPSED, PENDING, IN_FORCE)


class TestPhases:
    def test_they_are_the_ladder_read_along_time(self) -> None:
        paused = facts(amendments=(suspension(exact(6)), resumption(exact(7))))

        found = [(each.low, each.high, each.status) for each in phases(window_of(paused))]

        assert found == [
            (BEGINNING, utc(5), PENDING),
            (utc(5), utc(6), IN_FORCE),
            (utc(6), utc(7), SUSPENDED),
            (utc(7), utc(8), IN_FORCE),
            (utc(8), END_OF_TIME, EXPIRED),
        ]

    def test_boundaries_that_change_nothing_start_no_phase(self) -> None:
        over = facts(end=end(ended=exact(6)), amendments=(suspension(exact(7)),))

        assert [each.low for each in phases(window_of(over))] == [BEGINNING, utc(5), utc(6)]


class TestPartiesOwnStatus:
    def test_a_party_that_left_is_out_while_the_rest_is_bound(self) -> None:
        gone = party("north", "a", end(EndType.WITHDRAWN, exact(6)))
        ally, south = party("ally", "a"), party("south", "b")
        given = facts(participations=(gone, ally, south))

        for at, own in zip(around(utc(6)), [IN_FORCE, TERMINATED, TERMINATED], strict=True):
            found = {each.party: each.status for each in state(given, at).parties}
            assert found == {"north": own, "ally": IN_FORCE, "south": IN_FORCE}
            assert status(given, at) is IN_FORCE

    def test_a_partys_own_status_may_be_indeterminate(self) -> None:
        gone = party("north", "a", end(EndType.WITHDRAWN, on(6)))

        own = state(facts(participations=(gone,)), utc(6, 12)).parties[0]

        assert own.status is Status.INDETERMINATE
        assert own.candidates == (TERMINATED, IN_FORCE)

    def test_a_party_never_bound_says_so(self) -> None:
        never = party("north", "a", end(EndType.NEVER_EFFECTIVE))

        own = state(facts(participations=(never, party("ally", "a"))), utc(6)).parties[0]

        assert own.status is NEVER_EFFECTIVE


@pytest.mark.parametrize("at", [BEGINNING, END_OF_TIME], ids=["first", "last"])
def test_the_first_and_the_last_instant_that_can_be_asked_for_have_an_answer(at: object) -> None:
    assert status(facts(), at) in {PENDING, EXPIRED}  # type: ignore[arg-type]


def test_an_ended_status_for_every_kind_of_end_that_took_effect() -> None:
    kinds = set(EndType) - {EndType.NEVER_EFFECTIVE}

    became = {status(facts(end=end(kind, exact(6))), utc(6)) for kind in kinds}

    assert became == {COLLAPSED, TERMINATED, EXPIRED, ENDED, Status.SUPERSEDED}
