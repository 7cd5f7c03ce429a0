"""Which ceasefires an event is set against: its sides, its conflict and its days."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from ceasefires.rules.facts import Facts
from ceasefires.rules.fuzzy import END_OF_TIME
from ceasefires.rules.matching import (
    Dyad,
    Register,
    Stretch,
    Truce,
    sides_by_party,
    stretches_of,
)
from ceasefires.rules.vocabulary import EndType

from .build import TICK, end, exact, extension, facts, on, party, resumption, suspension, utc

NORTH, SOUTH, EAST = ("north",), ("south",), ("east",)
BATTALION = ("battalion", "north")  # a member of north
BATTLE = Dyad(NORTH, SOUTH, "234")
NONE, ONE = timedelta(0), timedelta(days=1)
UTC, GAZA = ZoneInfo("UTC"), ZoneInfo("Asia/Gaza")
THE_6TH = date(2014, 8, 6)


def truce(**changes: object) -> Truce:
    """Between north and south, from the 5th to the 8th, in conflict 234."""
    told: dict[str, object] = {
        "ceasefire": 1,
        "conflict": 7,
        "conflict_id": "234",
        "zone": UTC,
        "unilateral": False,
        "partial": False,
        "sides": {"north": "a", "south": "b"},
        "stretches": (Stretch(utc(5), utc(8)),),
    }
    return Truce(**{**told, **changes})  # type: ignore[arg-type]


def matched(
    dyad: Dyad,
    *truces: Truce,
    first: date = THE_6TH,
    last: date | None = None,
    margin: timedelta = NONE,
) -> list[int]:
    found = Register(truces or [truce()]).matching(dyad, first, last or first, margin)
    return [each.ceasefire for each in found]


class TestSides:
    def test_an_event_between_two_sides_meets_their_ceasefire_whoever_is_named_first(self) -> None:
        assert matched(BATTLE) == matched(Dyad(SOUTH, NORTH)) == [1]

    def test_a_member_of_a_declaring_party_is_of_its_side(self) -> None:
        assert matched(Dyad(BATTALION, SOUTH)) == [1]

    def test_a_coalition_is_not_of_the_side_of_its_member(self) -> None:
        assert matched(Dyad(NORTH, SOUTH), truce(sides={"battalion": "a", "south": "b"})) == []

    def test_a_member_that_declared_it_itself_is_of_its_own_side(self) -> None:
        split = truce(sides={"north": "a", "battalion": "b"})

        assert matched(Dyad(BATTALION, NORTH), split) == [1]

    @pytest.mark.parametrize("other", [EAST, ()], ids=["another party", "nobody known"])
    def test_with_one_party_of_two_that_declared_it_an_event_is_not_of_it(self, other) -> None:
        assert matched(Dyad(NORTH, other, "234")) == matched(Dyad(other, SOUTH, "234")) == []

    def test_an_event_between_two_of_one_side_is_not_of_it(self) -> None:
        assert matched(BATTLE, truce(sides={"north": "b", "south": "b", "east": "a"})) == []

    def test_an_event_of_nobody_known_meets_nothing(self) -> None:
        assert matched(Dyad((), (), "234")) == []

    def test_a_ceasefire_without_declaring_parties_meets_nothing(self) -> None:
        assert matched(BATTLE, truce(sides={})) == []

    def test_the_conflict_does_not_keep_two_sides_from_their_ceasefire(self) -> None:
        assert matched(Dyad(NORTH, SOUTH, "426")) == [1]

    def test_an_event_meets_each_ceasefire_of_its_sides_once(self) -> None:
        assert matched(BATTLE, truce(), truce(ceasefire=2), truce(ceasefire=3, sides={})) == [1, 2]

    def test_a_partial_ceasefire_meets_nothing(self) -> None:
        assert matched(BATTLE, truce(partial=True)) == []


class TestOneSideAlone:
    ALONE = truce(unilateral=True, sides={"north": "a"})

    @pytest.mark.parametrize("dyad", [Dyad(NORTH, EAST, "234"), Dyad((), BATTALION, "234")])
    def test_in_its_conflict_an_event_with_anybody_meets_it(self, dyad) -> None:
        assert matched(dyad, self.ALONE) == [1]

    @pytest.mark.parametrize("conflict", ["426", ""])
    def test_in_another_conflict_or_in_one_that_is_not_told_it_does_not(self, conflict) -> None:
        assert matched(Dyad(NORTH, EAST, conflict), self.ALONE) == []

    def test_conflicts_that_are_both_unknown_are_not_the_same(self) -> None:
        assert matched(Dyad(NORTH, EAST), replace(self.ALONE, conflict_id="")) == []

    def test_its_party_must_be_in_the_event(self) -> None:
        assert matched(Dyad(SOUTH, EAST, "234"), self.ALONE) == []

    def test_with_one_side_listed_it_is_one_sides_even_if_two_declared_it(self) -> None:
        listed = truce(sides={"north": "a", "battalion": "a"})

        assert matched(Dyad(NORTH, EAST, "234"), listed) == [1]

    def test_several_may_declare_one_together(self) -> None:
        both = truce(unilateral=True, sides={"north": "party:north", "south": "party:south"})

        assert matched(Dyad(SOUTH, EAST, "234"), both) == [1]


class TestOneSided:
    ACT = Dyad(NORTH, (), one_sided=True)

    def test_an_act_of_a_declaring_party_alone_meets_its_ceasefire(self) -> None:
        assert matched(self.ACT) == [1]

    def test_so_does_that_of_a_member(self) -> None:
        assert matched(Dyad(BATTALION, (), one_sided=True)) == [1]

    def test_that_of_another_does_not(self) -> None:
        assert matched(Dyad(EAST, (), one_sided=True)) == []

    def test_only_who_acted_counts(self) -> None:
        assert matched(Dyad(EAST, NORTH, one_sided=True)) == []

    def test_of_a_party_with_ceasefires_in_several_conflicts_it_meets_none(self) -> None:
        long_over = (Stretch(utc(1), utc(2)),)
        elsewhere = truce(ceasefire=2, conflict=8, stretches=long_over)

        assert matched(self.ACT, truce(), elsewhere) == []

    @pytest.mark.parametrize("author", [NORTH, SOUTH])
    def test_nor_where_the_other_side_has_them_so_that_both_are_treated_alike(self, author) -> None:
        sides = {"south": "a", "east": "b"}
        elsewhere = truce(ceasefire=2, conflict=8, sides=sides, stretches=())

        assert matched(Dyad(author, (), one_sided=True), truce(), elsewhere) == []

    def test_several_ceasefires_of_one_conflict_do_not_stand_in_the_way(self) -> None:
        assert matched(self.ACT, truce(), truce(ceasefire=2)) == [1, 2]


class TestTime:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [(4, []), (5, [1]), (7, [1]), (8, [])],
        ids=["before", "first day", "last day", "after"],
    )
    def test_a_day_meets_the_window_where_they_overlap(self, day, expected) -> None:
        assert matched(BATTLE, first=date(2014, 8, day)) == expected

    def test_the_end_is_not_part_of_the_window_and_its_instant_before_is(self) -> None:
        beyond = truce(stretches=(Stretch(utc(5), utc(8) + TICK),))

        assert matched(BATTLE, truce(), first=date(2014, 8, 8)) == []
        assert matched(BATTLE, beyond, first=date(2014, 8, 8)) == [1]

    def test_the_start_is_part_of_the_window_and_the_end_of_a_day_not_of_the_day(self) -> None:
        a_tick_early = truce(stretches=(Stretch(utc(5) - TICK, utc(8)),))

        assert matched(BATTLE, truce(), first=date(2014, 8, 4)) == []
        assert matched(BATTLE, a_tick_early, first=date(2014, 8, 4)) == [1]

    def test_an_event_of_several_days_meets_it_if_any_of_them_does(self) -> None:
        assert matched(BATTLE, first=date(2014, 8, 1), last=date(2014, 8, 5)) == [1]
        assert matched(BATTLE, first=date(2014, 8, 1), last=date(2014, 8, 4)) == []
        assert matched(BATTLE, first=date(2014, 8, 1), last=date(2014, 8, 30)) == [1]

    def test_days_are_those_of_the_ceasefires_zone(self) -> None:
        from_midnight = Stretch(utc(4, 21), utc(7, 21))  # the 5th to the 7th in Gaza
        in_gaza = truce(zone=GAZA, stretches=(from_midnight,))

        assert matched(BATTLE, in_gaza, first=date(2014, 8, 4)) == []
        assert matched(BATTLE, in_gaza, first=date(2014, 8, 5)) == [1]
        assert matched(BATTLE, replace(in_gaza, zone=UTC), first=date(2014, 8, 4)) == [1]

    @pytest.mark.parametrize(
        ("day", "expected"),
        [(3, []), (4, [1]), (8, [1]), (9, [])],
        ids=["too early", "a day before", "a day after", "too late"],
    )
    def test_a_margin_reaches_so_far_on_either_side_and_no_further(self, day, expected) -> None:
        assert matched(BATTLE, first=date(2014, 8, day), margin=ONE) == expected

    def test_between_two_stretches_nothing_is_met(self) -> None:
        broken = truce(stretches=(Stretch(utc(5), utc(6)), Stretch(utc(7), utc(8))))

        assert [matched(BATTLE, broken, first=date(2014, 8, day)) for day in (5, 6, 7)] == [
            [1],
            [],
            [1],
        ]

    def test_a_ceasefire_that_never_bound_meets_nothing_however_wide_the_margin(self) -> None:
        never = truce(stretches=())

        assert matched(BATTLE, never, margin=timedelta(days=9999)) == []

    def test_an_open_window_takes_a_margin(self) -> None:
        assert matched(BATTLE, truce(stretches=(Stretch(utc(5), END_OF_TIME),)), margin=ONE) == [1]


class TestStretches:
    def stretches(self, told: Facts) -> list[tuple[object, object]]:
        return [tuple(each) for each in stretches_of(told)]

    def test_it_binds_from_effective_to_the_scheduled_end(self) -> None:
        assert self.stretches(facts()) == [(utc(5), utc(8))]

    def test_an_uncertain_boundary_counts_whole(self) -> None:
        told = facts(effective=on(5), scheduled_end=on(8))

        found = self.stretches(told)

        assert (found[0][0], found[-1][1]) == (utc(5), utc(9))
        assert [low for low, _ in found[1:]] == [high for _, high in found[:-1]]

    def test_without_an_end_it_is_open(self) -> None:
        assert self.stretches(facts(scheduled_end=None)) == [(utc(5), END_OF_TIME)]

    def test_without_an_effective_instant_it_is_at_no_known_time(self) -> None:
        assert self.stretches(facts(effective=None)) == []

    def test_after_an_end_that_nobody_dates_it_is_at_no_known_time(self) -> None:
        undated = facts(scheduled_end=None, end=end(EndType.UNCLEAR))

        assert self.stretches(undated) == []

    def test_one_that_never_took_effect_has_none(self) -> None:
        assert self.stretches(facts(end=end(EndType.NEVER_EFFECTIVE))) == []

    def test_a_suspension_is_within_it_and_a_gap_before_a_late_extension_is_not(self) -> None:
        paused = facts(amendments=(suspension(exact(6)), resumption(exact(7))))
        late = facts(amendments=(extension(agreed=exact(9), until=exact(10)),))

        assert self.stretches(paused) == [
            (utc(5), utc(6)),
            (utc(6), utc(7)),
            (utc(7), utc(8)),
        ]
        assert self.stretches(late) == [(utc(5), utc(8)), (utc(9), utc(10))]


def test_the_sides_are_those_of_the_derivation() -> None:
    told = facts(
        participations=(party("north", "a"), party("battalion", of=("north",)), party("east"))
    )

    assert sides_by_party(told) == {"north": "a", "battalion": "a", "east": "party:east"}
