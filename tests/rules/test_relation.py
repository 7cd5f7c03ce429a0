"""Where an act lies in relation to the window, and whether its author then was bound."""

from datetime import datetime

import pytest

from ceasefires.rules.facts import Act, Facts, StatedRelation
from ceasefires.rules.fuzzy import Span
from ceasefires.rules.relation import Placed, bound, counts, place
from ceasefires.rules.status import phases
from ceasefires.rules.vocabulary import EndType, Relation, RelationBasis
from ceasefires.rules.window import window_of

from .build import (
    LATER,
    TICK,
    act,
    around,
    end,
    exact,
    extension,
    facts,
    on,
    party,
    resumption,
    state,
    suspension,
    utc,
)

BEFORE, DURING, AFTER = Relation.BEFORE, Relation.DURING, Relation.AFTER
SUSPENDED, INDETERMINATE = Relation.SUSPENDED, Relation.INDETERMINATE
STATED, COMPUTED = RelationBasis.STATED, RelationBasis.COMPUTED


def placed(given: Facts, when: Span | None, *said: Relation) -> Placed:
    return place(act(when, said=said), phases(window_of(given)))


def relation(given: Facts, when: Span | None, *said: Relation) -> Relation:
    return placed(given, when, *said).relation


def at(moment: datetime) -> Span:
    return Span.exactly(moment)


class TestByTheInstants:
    def test_an_act_at_the_effective_instant_is_during(self) -> None:
        found = [relation(facts(), at(moment)) for moment in around(utc(5))]

        assert found == [BEFORE, DURING, DURING]

    def test_an_act_at_the_scheduled_end_is_after(self) -> None:
        found = [relation(facts(), at(moment)) for moment in around(utc(8))]

        assert found == [DURING, AFTER, AFTER]

    def test_an_act_at_the_known_end_is_after(self) -> None:
        over = facts(end=end(ended=exact(6)))

        found = [relation(over, at(moment)) for moment in around(utc(6))]

        assert found == [DURING, AFTER, AFTER]

    def test_an_act_in_a_suspension_is_suspended(self) -> None:
        paused = facts(amendments=(suspension(exact(6)), resumption(exact(7))))

        assert [relation(paused, at(moment)) for moment in around(utc(6))] == [
            DURING,
            SUSPENDED,
            SUSPENDED,
        ]
        assert [relation(paused, at(moment)) for moment in around(utc(7))] == [
            SUSPENDED,
            DURING,
            DURING,
        ]

    def test_an_act_in_the_gap_before_a_late_extension_is_after(self) -> None:
        late = facts(amendments=(extension(agreed=exact(8, 6), until=exact(12)),))

        assert [relation(late, at(moment)) for moment in around(utc(8))] == [DURING, AFTER, AFTER]
        assert [relation(late, at(moment)) for moment in around(utc(8, 6))] == [
            AFTER,
            DURING,
            DURING,
        ]

    def test_an_act_set_against_one_that_never_took_effect_is_before(self) -> None:
        never = facts(end=end(EndType.NEVER_EFFECTIVE))

        assert placed(never, exact(6)) == Placed(BEFORE, COMPUTED)

    @pytest.mark.parametrize("said", [(), (DURING,), (AFTER,)])
    def test_an_undated_act_set_against_one_that_never_took_effect_is_before(
        self, said: tuple[Relation, ...]
    ) -> None:
        never = facts(end=end(EndType.NEVER_EFFECTIVE))

        assert placed(never, None, *said) == Placed(BEFORE, COMPUTED)

    def test_without_a_start_nothing_is_decided_before_the_end(self) -> None:
        undated = facts(effective=None, end=end(ended=exact(6)))

        found = [relation(undated, at(moment)) for moment in around(utc(6))]

        assert found == [INDETERMINATE, AFTER, AFTER]

    def test_with_an_undated_end_an_act_after_the_start_is_indeterminate(self) -> None:
        unclear = facts(end=end(EndType.UNCLEAR))

        found = [relation(unclear, at(moment)) for moment in around(utc(5))]

        assert found == [BEFORE, INDETERMINATE, INDETERMINATE]


class TestActsDatedToADay:
    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            (on(4), BEFORE),
            (Span(utc(4, 12), utc(5, 12)), INDETERMINATE),
            (on(5), DURING),
            (on(7), DURING),
            (Span(utc(7, 12), utc(8, 12)), INDETERMINATE),
            (on(8), AFTER),
            (Span(utc(4), utc(5) + TICK), INDETERMINATE),
            (Span(utc(4), utc(5), closed=True), INDETERMINATE),
            (Span(utc(4), utc(9)), INDETERMINATE),
        ],
    )
    def test_the_whole_interval_must_lie_on_one_side_of_every_boundary(
        self, when: Span, expected: Relation
    ) -> None:
        assert relation(facts(), when) is expected

    def test_on_the_day_on_which_the_truce_began_it_is_indeterminate(self) -> None:
        assert placed(facts(effective=exact(5, 5)), on(5)) == Placed(INDETERMINATE, COMPUTED)

    def test_an_exact_act_within_the_uncertainty_of_a_boundary_is_indeterminate(self) -> None:
        fuzzy = facts(effective=on(5))

        assert relation(fuzzy, at(utc(5) - TICK)) is BEFORE
        assert relation(fuzzy, exact(5)) is INDETERMINATE
        assert relation(fuzzy, at(utc(6) - TICK)) is INDETERMINATE
        assert relation(fuzzy, exact(6)) is DURING

    def test_a_day_that_holds_a_whole_suspension_is_indeterminate(self) -> None:
        paused = facts(amendments=(suspension(exact(6, 3)), resumption(exact(6, 4))))

        assert relation(paused, on(6)) is INDETERMINATE

    def test_an_undated_act_is_indeterminate(self) -> None:
        assert relation(facts(), None) is INDETERMINATE


class TestStatedRelation:
    began = facts(effective=exact(5, 5))

    @pytest.mark.parametrize("said", [BEFORE, DURING])
    def test_it_decides_where_the_instants_leave_it_possible(self, said: Relation) -> None:
        assert placed(self.began, on(5), said) == Placed(said, STATED)

    @pytest.mark.parametrize("said", [AFTER, SUSPENDED, INDETERMINATE])
    def test_it_decides_nothing_where_the_instants_rule_it_out(self, said: Relation) -> None:
        assert placed(self.began, on(5), said) == Placed(INDETERMINATE, COMPUTED)

    def test_it_never_overrides_instants_that_decide(self) -> None:
        assert placed(self.began, on(6), BEFORE) == Placed(DURING, COMPUTED)

    def test_reports_that_contradict_each_other_decide_nothing(self) -> None:
        assert placed(self.began, on(5), BEFORE, DURING) == Placed(INDETERMINATE, COMPUTED)

    def test_reports_that_agree_decide(self) -> None:
        assert placed(self.began, on(5), BEFORE, BEFORE) == Placed(BEFORE, STATED)

    def test_a_report_that_the_instants_rule_out_contradicts_nobody(self) -> None:
        assert placed(self.began, on(5), BEFORE, AFTER) == Placed(BEFORE, STATED)

    @pytest.mark.parametrize("said", [BEFORE, DURING, SUSPENDED, AFTER])
    def test_of_an_undated_act_it_decides(self, said: Relation) -> None:
        assert placed(facts(), None, said) == Placed(said, STATED)

    def test_it_decides_only_once_the_report_is_public(self) -> None:
        said = StatedRelation(DURING, utc(9))
        reported = Act(on(5), act(None).verification, utc(6), stated=(said,))
        given = facts(effective=exact(5, 5), acts=(reported,))

        for known_at, expected in [(utc(9) - TICK, INDETERMINATE), (utc(9), DURING)]:
            known = given.known(known_at)
            assert known is not None
            found = place(known.acts[0], phases(window_of(known)))
            assert found.relation is expected

    def test_a_report_published_later_does_not_count_earlier(self) -> None:
        said = StatedRelation(DURING, utc(9))
        reported = Act(on(5), act(None).verification, utc(6), stated=(said,))
        given = facts(effective=exact(5, 5), acts=(reported,))

        assert state(given, utc(7), utc(9) - TICK).compliance == "no_reports"
        assert state(given, utc(7), utc(9)).compliance == "alleged"


class TestBound:
    def test_a_declaring_party_is_bound(self) -> None:
        assert bound(act(exact(6), ("north",)), facts()) is True

    def test_a_party_that_declared_nothing_is_not(self) -> None:
        assert bound(act(exact(6), ("stranger",)), facts()) is False

    def test_a_member_of_a_declaring_party_is(self) -> None:
        assert bound(act(exact(6), ("brigade", "north")), facts()) is True

    def test_a_coalition_is_not_bound_by_its_member(self) -> None:
        given = facts(participations=(party("brigade", "a", of=("front",)), party("south", "b")))

        assert bound(act(exact(6), ("front",)), given) is False

    def test_where_nobody_is_named_it_is_not_known(self) -> None:
        assert bound(act(exact(6)), facts()) is None

    def test_where_no_declaring_party_is_listed_it_is_not_known(self) -> None:
        assert bound(act(exact(6), ("north",)), facts(participations=())) is None

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            (at(utc(6) - TICK), True),
            (exact(6), False),
            (at(utc(6) + TICK), False),
            (on(5), True),
            (Span(utc(5), utc(6), closed=True), None),
            (Span(utc(5, 12), utc(6, 12)), None),
            (on(6), False),
            (None, None),
        ],
    )
    def test_a_party_is_bound_until_its_own_end(
        self, when: Span | None, expected: bool | None
    ) -> None:
        gone = party("north", "a", end(EndType.WITHDRAWN, exact(6)))
        given = facts(participations=(gone, party("ally", "a"), party("south", "b")))

        assert bound(act(when, ("north",)), given) is expected

    @pytest.mark.parametrize(
        ("when", "expected"),
        [(at(utc(6) - TICK), True), (exact(6), None), (at(utc(7) - TICK), None), (exact(7), False)],
    )
    def test_within_the_uncertainty_of_its_end_it_is_not_known(
        self, when: Span, expected: bool | None
    ) -> None:
        gone = party("north", "a", end(EndType.WITHDRAWN, on(6)))

        assert bound(act(when, ("north",)), facts(participations=(gone,))) is expected

    @pytest.mark.parametrize(
        ("when", "expected"), [(at(utc(6) - TICK), None), (exact(6), False), (None, None)]
    )
    def test_an_undated_end_leaves_it_open_until_it_was_known(
        self, when: Span | None, expected: bool | None
    ) -> None:
        gone = party("north", "a", end(EndType.VIOLENCE, None, utc(6)))

        assert bound(act(when, ("north",)), facts(participations=(gone,))) is expected

    def test_an_undated_unclear_end_leaves_it_open_for_good(self) -> None:
        gone = party("north", "a", end(EndType.UNCLEAR))

        assert bound(act(exact(30), ("north",)), facts(participations=(gone,))) is None

    def test_a_party_for_which_it_never_took_effect_is_not_bound(self) -> None:
        never = party("north", "a", end(EndType.NEVER_EFFECTIVE))

        assert bound(act(exact(6), ("north",)), facts(participations=(never,))) is False
        assert bound(act(None, ("north",)), facts(participations=(never,))) is False

    def test_an_undated_act_of_a_party_without_an_end_is_bound(self) -> None:
        assert bound(act(None, ("north",)), facts()) is True

    def test_of_a_party_and_its_coalitions_the_nearest_that_declared_decides(self) -> None:
        gone = party("brigade", "a", end(EndType.WITHDRAWN, exact(6)), of=("north",))
        given = facts(participations=(gone, party("north", "a"), party("south", "b")))

        assert bound(act(exact(6), ("brigade", "north")), given) is False
        assert bound(act(exact(6), ("platoon", "brigade", "north")), given) is False
        assert bound(act(exact(6), ("other", "north")), given) is True

    def test_an_expiry_is_narrowed_by_the_scheduled_end(self) -> None:
        expired = party("north", "a", end(EndType.EXPIRED, Span(utc(7, 12), utc(8, 12))))
        given = facts(participations=(expired,))

        found = [bound(act(at(moment), ("north",)), given) for moment in around(utc(8))]

        assert found == [True, False, False]


class TestCounts:
    @staticmethod
    def counted(given: Facts, candidate: Act) -> bool:
        known = given.known(LATER)
        assert known is not None
        return counts(candidate, known, phases(window_of(known)))

    def test_an_act_counts_only_during_the_window(self) -> None:
        acts = [act(at(moment), ("north",)) for moment in around(utc(5))]

        assert [self.counted(facts(), each) for each in acts] == [False, True, True]

    def test_an_indeterminate_act_does_not_count(self) -> None:
        assert not self.counted(facts(effective=exact(5, 5)), act(on(5), ("north",)))

    def test_an_act_that_a_source_places_in_the_window_counts(self) -> None:
        assert self.counted(facts(effective=exact(5, 5)), act(on(5), ("north",), said=(DURING,)))

    def test_an_act_of_a_party_that_is_not_bound_does_not_count(self) -> None:
        unilateral = facts(unilateral=True, participations=(party("north", "a"),))

        assert not self.counted(unilateral, act(exact(6), ("south",)))
        assert self.counted(unilateral, act(exact(6), ("north",)))

    def test_an_act_by_nobody_named_counts(self) -> None:
        assert self.counted(facts(), act(exact(6)))
