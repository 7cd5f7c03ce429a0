"""The boundaries of a ceasefire: its schedule, its pauses, its ends and its sides."""

from itertools import combinations_with_replacement

import pytest

from ceasefires.rules.facts import Amendment, Facts, Participation
from ceasefires.rules.fuzzy import EITHER, NEVER, YES, Span
from ceasefires.rules.status import phases
from ceasefires.rules.vocabulary import EndType, Status
from ceasefires.rules.window import Ending, Pause, window_of, window_of_party

from .build import (
    EARLY,
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
    status,
    suspension,
    utc,
)

NORTH, SOUTH = party("north", "a"), party("south", "b")
IN_FORCE, EXPIRED, SUSPENDED = Status.IN_FORCE, Status.EXPIRED, Status.SUSPENDED
GRAVEST_FIRST = (
    EndType.VIOLENCE,
    EndType.WITHDRAWN,
    EndType.SUPERSEDED,
    EndType.EXPIRED,
    EndType.UNCLEAR,
)


def amended(*amendments: Amendment) -> Facts:
    return facts(amendments=amendments)


def ended(*participations: Participation, unilateral: bool = False, **told: object) -> Ending:
    return window_of(facts(participations=participations, unilateral=unilateral, **told)).ending


class TestSchedule:
    def test_without_amendments_the_scheduled_end_is_its_own(self) -> None:
        assert window_of(facts()).scheduled_end == exact(8)

    def test_without_a_scheduled_end_it_is_open(self) -> None:
        assert status(facts(scheduled_end=None), utc(30)) is IN_FORCE

    def test_an_extension_moves_the_scheduled_end(self) -> None:
        window = window_of(amended(extension(agreed=exact(7), until=exact(10))))

        assert window.scheduled_end == exact(10)
        assert window.gaps == ()

    def test_the_extension_agreed_last_decides_even_where_it_was_published_first(self) -> None:
        first = extension("first", agreed=exact(6), until=exact(12), known=utc(9))
        second = extension("second", agreed=exact(7), until=exact(10), known=utc(7))

        assert window_of(amended(second, first)).scheduled_end == exact(10)

    def test_of_two_agreed_at_once_the_one_published_last_decides(self) -> None:
        first = extension("z", agreed=exact(6), until=exact(12), known=utc(6))
        second = extension("a", agreed=exact(6), until=exact(10), known=utc(7))

        assert window_of(amended(second, first)).scheduled_end == exact(10)

    def test_an_extension_whose_agreement_is_not_dated_is_ordered_by_when_it_starts(self) -> None:
        first = extension("z", effective=exact(6), until=exact(12), known=utc(9))
        second = extension("a", agreed=exact(7), until=exact(10), known=utc(8))

        assert window_of(amended(second, first)).scheduled_end == exact(10)

    def test_an_extension_may_shorten(self) -> None:
        curtailed = amended(extension(agreed=exact(6), until=exact(7)))

        assert [status(curtailed, at) for at in around(utc(7))] == [IN_FORCE, EXPIRED, EXPIRED]

    def test_an_extension_without_a_new_end_leaves_it_open(self) -> None:
        assert status(amended(extension(agreed=exact(7))), utc(30)) is IN_FORCE

    def test_an_extension_of_an_open_ceasefire_gives_it_an_end(self) -> None:
        limited = facts(
            scheduled_end=None, amendments=(extension(agreed=exact(7), until=exact(9)),)
        )

        assert [status(limited, at) for at in around(utc(9))] == [IN_FORCE, EXPIRED, EXPIRED]


class TestLateExtensions:
    @pytest.mark.parametrize(
        ("agreed", "gaps"),
        [
            pytest.param(Span.exactly(utc(8) - TICK), (), id="before the end"),
            pytest.param(exact(8), YES, id="at the end"),
            pytest.param(Span.exactly(utc(8) + TICK), YES, id="after the end"),
            pytest.param(on(7), (), id="the day before the end"),
            pytest.param(on(8), YES, id="the day that starts at the end"),
            pytest.param(Span(utc(7, 12), utc(8, 12)), EITHER, id="around the end"),
        ],
    )
    def test_an_extension_is_late_if_agreed_at_or_after_the_end_that_it_moves(
        self, agreed: Span, gaps: frozenset[bool]
    ) -> None:
        late = amended(extension(agreed=agreed, effective=exact(9), until=exact(12)))

        expected = (Pause(exact(8), exact(9), gaps),) if gaps else ()
        assert window_of(late).gaps == expected

    def test_a_late_extension_leaves_the_gap_expired_and_binds_again_when_it_takes_effect(
        self,
    ) -> None:
        late = amended(extension(agreed=exact(8, 6), effective=exact(9), until=exact(12)))

        assert [status(late, at) for at in around(utc(8))] == [IN_FORCE, EXPIRED, EXPIRED]
        assert [status(late, at) for at in around(utc(9))] == [EXPIRED, IN_FORCE, IN_FORCE]
        assert [status(late, at) for at in around(utc(12))] == [IN_FORCE, EXPIRED, EXPIRED]

    def test_an_early_extension_leaves_no_gap_whenever_it_takes_effect(self) -> None:
        early = amended(extension(agreed=exact(7), effective=exact(9), until=exact(12)))

        assert {status(early, at) for at in (*around(utc(8)), *around(utc(9)))} == {IN_FORCE}

    def test_a_late_extension_that_says_only_when_it_was_agreed_starts_then(self) -> None:
        late = amended(extension(agreed=exact(8, 6), until=exact(12)))

        assert [status(late, at) for at in around(utc(8, 6))] == [EXPIRED, IN_FORCE, IN_FORCE]

    def test_an_extension_that_says_only_when_it_starts_counts_as_agreed_then(self) -> None:
        late = amended(extension(effective=exact(8, 6), until=exact(12)))

        assert [status(late, at) for at in around(utc(8, 6))] == [EXPIRED, IN_FORCE, IN_FORCE]

    def test_an_undated_extension_published_before_the_end_leaves_no_gap(self) -> None:
        assert window_of(amended(extension(until=exact(12), known=utc(8) - TICK))).gaps == ()

    @pytest.mark.parametrize("known", [utc(8), utc(8, 6)])
    def test_an_undated_extension_published_after_the_end_may_leave_a_gap_until_then(
        self, known: object
    ) -> None:
        undated = amended(extension(until=exact(12), known=known))

        assert window_of(undated).gaps == (Pause(exact(8), Span.exactly(known), EITHER),)  # type: ignore[arg-type]

    def test_where_an_extension_may_be_late_the_gap_is_expired_or_in_force(self) -> None:
        perhaps = amended(
            extension(agreed=Span(utc(7, 12), utc(8, 12)), effective=exact(9), until=exact(12))
        )

        assert possible(perhaps, utc(8) - TICK) == {IN_FORCE}
        assert possible(perhaps, utc(8)) == {EXPIRED, IN_FORCE}
        assert possible(perhaps, utc(9) - TICK) == {EXPIRED, IN_FORCE}
        assert possible(perhaps, utc(9)) == {IN_FORCE}

    def test_each_extension_is_late_or_not_against_the_end_that_it_moves(self) -> None:
        twice = amended(
            extension("first", agreed=exact(7), until=exact(10)),
            extension("second", agreed=exact(9), until=exact(12)),
        )

        assert window_of(twice).gaps == ()

    def test_two_late_extensions_leave_two_gaps(self) -> None:
        twice = amended(
            extension("first", agreed=exact(8, 6), until=exact(10)),
            extension("second", agreed=exact(10, 6), until=exact(12)),
        )

        found = [status(twice, utc(*at)) for at in [(8, 3), (9,), (10, 3), (11,), (12,)]]
        assert found == [EXPIRED, IN_FORCE, EXPIRED, IN_FORCE, EXPIRED]

    def test_a_late_extension_is_not_known_in_its_gap_before_it_is_published(self) -> None:
        late = amended(extension(agreed=exact(8, 6), until=exact(12), known=utc(9)))

        assert status(late, utc(8, 12), utc(9) - TICK) is EXPIRED
        assert status(late, utc(8, 12), utc(9)) is IN_FORCE


class TestSuspensions:
    def test_between_suspension_and_resumption_it_does_not_bind(self) -> None:
        paused = amended(suspension(exact(6)), resumption(exact(7)))

        assert [status(paused, at) for at in around(utc(6))] == [IN_FORCE, SUSPENDED, SUSPENDED]
        assert [status(paused, at) for at in around(utc(7))] == [SUSPENDED, IN_FORCE, IN_FORCE]

    def test_without_a_resumption_it_stays_suspended_until_it_ends(self) -> None:
        paused = amended(suspension(exact(6)))

        assert [status(paused, at) for at in around(utc(8))] == [SUSPENDED, EXPIRED, EXPIRED]

    def test_a_suspension_that_is_not_dated_counts_from_its_publication(self) -> None:
        undated = amended(suspension(None, known=utc(6)))  # type: ignore[arg-type]

        assert [status(undated, at) for at in around(utc(6))] == [IN_FORCE, SUSPENDED, SUSPENDED]

    def test_a_resumption_without_a_suspension_changes_nothing(self) -> None:
        assert window_of(amended(resumption(exact(6)))).suspensions == ()

    def test_a_resumption_before_the_suspension_does_not_end_it(self) -> None:
        paused = amended(resumption(exact(6)), suspension(exact(7)))

        assert window_of(paused).suspensions == (Pause(exact(7), NEVER),)

    def test_a_second_report_of_a_suspension_adds_nothing(self) -> None:
        paused = amended(suspension(exact(6)), suspension(exact(6, 3), "two"), resumption(exact(7)))

        assert window_of(paused).suspensions == (Pause(exact(6), exact(7)),)

    def test_it_may_be_suspended_again(self) -> None:
        paused = amended(
            suspension(exact(5, 6)),
            resumption(exact(5, 12)),
            suspension(exact(6), "again"),
            resumption(exact(7), "at last"),
        )

        assert window_of(paused).suspensions == (
            Pause(exact(5, 6), exact(5, 12)),
            Pause(exact(6), exact(7)),
        )

    def test_a_resumption_dated_to_the_day_can_follow_a_suspension_within_that_day(self) -> None:
        paused = amended(suspension(exact(6, 10)), resumption(on(6)))

        assert possible(paused, utc(6, 10) - TICK) == {IN_FORCE}
        assert possible(paused, utc(6, 10)) == {IN_FORCE, SUSPENDED}
        assert possible(paused, utc(7)) == {IN_FORCE}

    @pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
    def test_suspended_and_resumed_on_one_day_it_binds_the_day_after(
        self, names: tuple[str, str]
    ) -> None:
        paused = amended(suspension(on(6), names[0]), resumption(on(6), names[1]))

        assert possible(paused, utc(6) - TICK) == {IN_FORCE}
        assert possible(paused, utc(6)) == {IN_FORCE, SUSPENDED}
        assert possible(paused, utc(7) - TICK) == {IN_FORCE, SUSPENDED}
        assert possible(paused, utc(7)) == {IN_FORCE}

    def test_a_resumption_on_a_day_leaves_a_later_suspension_of_that_day_open(self) -> None:
        paused = amended(
            suspension(exact(5, 6)), resumption(on(6)), suspension(exact(6, 15), "again")
        )

        assert possible(paused, utc(6, 15)) == {SUSPENDED}
        assert possible(paused, utc(7, 12)) == {SUSPENDED}

    def test_one_resumption_ends_one_suspension(self) -> None:
        paused = amended(
            suspension(exact(5, 6)), resumption(exact(6)), suspension(exact(6), "again")
        )

        assert status(paused, utc(6)) is SUSPENDED
        assert status(paused, utc(7)) is SUSPENDED


class TestEndsOfTheWhole:
    @pytest.mark.parametrize(
        ("kind", "became"),
        [
            (EndType.VIOLENCE, Status.COLLAPSED),
            (EndType.SUPERSEDED, Status.SUPERSEDED),
            (EndType.WITHDRAWN, Status.TERMINATED),
            (EndType.EXPIRED, Status.EXPIRED),
            (EndType.UNCLEAR, Status.ENDED),
        ],
    )
    def test_it_ends_at_its_own_end(self, kind: EndType, became: Status) -> None:
        over = facts(end=end(kind, exact(7)))

        assert [status(over, at) for at in around(utc(7))] == [IN_FORCE, became, became]

    def test_an_own_end_prevails_over_those_of_parties(self) -> None:
        whole = ended(
            party("north", "a", end(EndType.WITHDRAWN, exact(6))),
            SOUTH,
            end=end(EndType.VIOLENCE, exact(7)),
        )

        assert (whole.end, whole.type) == (exact(7), EndType.VIOLENCE)

    def test_a_known_end_later_than_the_scheduled_one_prevails(self) -> None:
        longer = facts(end=end(EndType.VIOLENCE, exact(10)))

        assert {status(longer, at) for at in around(utc(8))} == {IN_FORCE}
        assert [status(longer, at) for at in around(utc(10))] == [
            IN_FORCE,
            Status.COLLAPSED,
            Status.COLLAPSED,
        ]

    def test_an_end_counts_only_once_it_is_known(self) -> None:
        over = facts(end=end(EndType.VIOLENCE, exact(6), known=utc(7)))

        assert status(over, utc(6, 12), utc(7) - TICK) is IN_FORCE
        assert status(over, utc(6, 12), utc(7)) is Status.COLLAPSED

    def test_an_expiry_that_overlaps_the_scheduled_end_is_their_intersection(self) -> None:
        assert ended(end=end(EndType.EXPIRED, Span(utc(7, 12), utc(8, 12)))).end == exact(8)

    def test_an_expiry_is_set_against_the_scheduled_end_as_extended(self) -> None:
        extended = extension(agreed=exact(7), until=exact(10, 8))

        whole = ended(end=end(EndType.EXPIRED, on(10)), amendments=(extended,))

        assert whole.end == exact(10, 8)

    @pytest.mark.parametrize("day", [7, 9])
    def test_an_expiry_elsewhere_stands_as_recorded(self, day: int) -> None:
        assert ended(end=end(EndType.EXPIRED, on(day))).end == on(day)

    def test_an_end_of_another_type_is_not_narrowed_by_the_scheduled_end(self) -> None:
        assert ended(end=end(EndType.VIOLENCE, on(8))).end == on(8)

    def test_an_undated_end_counts_from_when_it_was_known(self) -> None:
        over = facts(end=end(EndType.VIOLENCE, None, utc(7)))

        found = [status(over, at) for at in around(utc(7))]
        assert found == [Status.UNKNOWN, Status.COLLAPSED, Status.COLLAPSED]

    def test_an_undated_end_of_unclear_type_never_counts(self) -> None:
        over = facts(end=end(EndType.UNCLEAR, None, utc(7)))

        assert status(over, utc(5)) is Status.UNKNOWN
        assert status(over, utc(30)) is Status.UNKNOWN

    def test_never_having_taken_effect_holds_at_every_instant(self) -> None:
        never = window_of(facts(end=end(EndType.NEVER_EFFECTIVE)))

        assert [phase.status for phase in phases(never)] == [Status.NEVER_EFFECTIVE]


class TestSides:
    def test_of_two_sides_the_first_to_leave_ends_it(self) -> None:
        whole = ended(
            party("north", "a", end(EndType.WITHDRAWN, exact(7))),
            party("south", "b", end(EndType.VIOLENCE, exact(6))),
        )

        assert (whole.end, whole.type) == (exact(6), EndType.VIOLENCE)

    def test_a_side_is_bound_as_long_as_one_of_its_parties_is(self) -> None:
        allied = party("ally", "a", end(EndType.WITHDRAWN, exact(6)))

        assert not ended(NORTH, allied, SOUTH).known

    def test_a_side_ends_with_its_last_party_and_that_ones_type(self) -> None:
        first = party("north", "a", end(EndType.VIOLENCE, exact(6)))
        last = party("ally", "a", end(EndType.WITHDRAWN, exact(7)))

        whole = ended(first, last, SOUTH)

        assert (whole.end, whole.type) == (exact(7), EndType.WITHDRAWN)

    def test_of_three_sides_the_second_to_leave_ends_it(self) -> None:
        east = party("east", "c", end(EndType.WITHDRAWN, exact(7)))
        north = party("north", "a", end(EndType.VIOLENCE, exact(6)))

        assert not ended(north, SOUTH, party("east", "c")).known
        assert ended(north, SOUTH, east).end == exact(7)
        assert ended(north, SOUTH, east).type is EndType.WITHDRAWN

    def test_a_unilateral_one_needs_one_side(self) -> None:
        gone = party("north", "a", end(EndType.WITHDRAWN, exact(6)))

        assert ended(gone, unilateral=True).end == exact(6)
        assert not ended(gone, SOUTH, unilateral=True).known

    def test_it_needs_no_more_sides_than_are_listed(self) -> None:
        assert not ended(NORTH).known
        assert ended(party("north", "a", end(EndType.WITHDRAWN, exact(6)))).end == exact(6)

    def test_with_no_declaring_party_listed_only_its_own_end_counts(self) -> None:
        assert not ended().known
        assert ended(end=end(EndType.VIOLENCE, exact(6))).end == exact(6)

    def test_a_party_without_a_side_is_its_own(self) -> None:
        gone = party("north", "", end(EndType.WITHDRAWN, exact(6)))

        assert ended(gone, party("south")).end == exact(6)
        assert not ended(gone, party("south"), party("east")).known

    def test_a_member_and_its_coalition_are_one_side(self) -> None:
        member = party("member", "", end(EndType.WITHDRAWN, exact(6)), of=("coalition",))

        assert not ended(member, party("coalition"), SOUTH).known

    def test_a_member_takes_the_side_of_its_coalition(self) -> None:
        member = party("member", "", None, of=("coalition",))
        coalition = party("coalition", "a", end(EndType.WITHDRAWN, exact(6)))

        assert not ended(member, coalition, SOUTH).known

    def test_a_coalition_takes_the_side_of_its_members(self) -> None:
        member = party("member", "a", end(EndType.WITHDRAWN, exact(6)), of=("coalition",))
        other = party("other", "", end(EndType.WITHDRAWN, exact(7)), of=("coalition",))

        assert not ended(member, other, party("coalition"), SOUTH).known

    def test_members_of_a_coalition_that_did_not_declare_are_sides_of_their_own(self) -> None:
        one = party("one", "", end(EndType.WITHDRAWN, exact(6)), of=("coalition",))
        other = party("other", "", None, of=("coalition",))

        assert ended(one, other).end == exact(6)

    def test_a_member_of_a_members_coalition_is_of_the_same_side(self) -> None:
        deep = party("deep", "", end(EndType.WITHDRAWN, exact(6)), of=("middle", "top"))

        assert not ended(deep, party("top"), SOUTH).known

    def test_a_party_not_yet_known_is_no_side(self) -> None:
        gone = party("north", "a", end(EndType.WITHDRAWN, exact(6)))
        three = facts(participations=(gone, SOUTH, party("east", "c", known=utc(7))))

        assert status(three, utc(6), utc(7) - TICK) is Status.TERMINATED
        assert status(three, utc(6), utc(7)) is IN_FORCE


class TestNeverEffectiveParts:
    def test_it_never_took_effect_where_fewer_sides_are_left_than_it_needs(self) -> None:
        never = party("north", "a", end(EndType.NEVER_EFFECTIVE))

        assert window_of(facts(participations=(never, SOUTH))).never_effective

    def test_with_sides_enough_left_the_rest_is_a_ceasefire(self) -> None:
        never = party("north", "a", end(EndType.NEVER_EFFECTIVE))
        gone = party("east", "c", end(EndType.WITHDRAWN, exact(6)))

        assert not ended(never, SOUTH, party("east", "c")).known
        assert ended(never, SOUTH, gone).end == exact(6)

    def test_a_side_stays_where_one_of_its_parties_took_part(self) -> None:
        never = party("ally", "a", end(EndType.NEVER_EFFECTIVE))

        assert not ended(never, NORTH, SOUTH).known

    def test_it_prevails_over_an_end_of_the_whole(self) -> None:
        never = party("north", "a", end(EndType.NEVER_EFFECTIVE))

        whole = ended(never, SOUTH, end=end(EndType.VIOLENCE, exact(6)))

        assert whole.type is EndType.NEVER_EFFECTIVE


class TestEndsAtOnce:
    @pytest.mark.parametrize(
        ("first", "second"),
        list(combinations_with_replacement(GRAVEST_FIRST, 2)),
    )
    def test_of_several_at_one_instant_the_graver_names_the_whole(
        self, first: EndType, second: EndType
    ) -> None:
        north, south = (
            party("north", "a", end(first, exact(6))),
            party("south", "b", end(second, exact(6))),
        )

        assert ended(north, south).type is first
        assert ended(south, north).type is first

    def test_the_graver_does_not_name_it_where_it_came_later(self) -> None:
        whole = ended(
            party("north", "a", end(EndType.VIOLENCE, Span.exactly(utc(6) + TICK))),
            party("south", "b", end(EndType.EXPIRED, exact(6))),
        )

        assert whole.type is EndType.EXPIRED

    def test_of_ends_on_one_day_the_graver_names_the_whole(self) -> None:
        whole = ended(
            party("north", "a", end(EndType.VIOLENCE, on(6))),
            party("south", "b", end(EndType.WITHDRAWN, exact(6, 9))),
        )

        assert (whole.end, whole.type) == (
            Span(utc(6), utc(6, 9), closed=True),
            EndType.VIOLENCE,
        )

    def test_a_dated_end_and_an_undated_one_of_one_instant_and_type_are_dated(self) -> None:
        dated = party("north", "a", end(EndType.VIOLENCE, exact(6)))
        undated = party("south", "b", end(EndType.VIOLENCE, None, utc(6)))

        assert ended(dated, undated).dated
        assert ended(undated, dated).dated


class TestUndatedEndsOfParties:
    def test_an_undated_end_of_a_side_counts_from_when_it_was_known(self) -> None:
        gone = party("north", "a", end(EndType.VIOLENCE, None, utc(7)))
        over = facts(participations=(gone, SOUTH))

        found = [status(over, at) for at in around(utc(7))]
        assert found == [Status.UNKNOWN, Status.COLLAPSED, Status.COLLAPSED]

    def test_a_dated_end_counts_though_another_side_left_at_an_unclear_instant(self) -> None:
        unclear = party("north", "a", end(EndType.UNCLEAR))
        over = facts(participations=(unclear, party("south", "b", end(ended=exact(7)))))

        found = [status(over, at) for at in around(utc(7))]
        assert found == [Status.UNKNOWN, Status.COLLAPSED, Status.COLLAPSED]

    def test_of_three_sides_one_unclear_end_matters_once_another_left(self) -> None:
        unclear = party("north", "a", end(EndType.UNCLEAR))
        gone = party("south", "b", end(ended=exact(7)))
        over = facts(participations=(unclear, gone, party("east", "c")))

        found = [status(over, at) for at in around(utc(7))]
        assert found == [IN_FORCE, Status.UNKNOWN, Status.UNKNOWN]


class TestPartsOfParties:
    def test_a_party_is_bound_until_its_own_end(self) -> None:
        gone = party("north", "a", end(EndType.WITHDRAWN, exact(6)))
        given = facts(participations=(gone, SOUTH))

        assert window_of_party(given, gone).ending.end == exact(6)
        assert not window_of_party(given, SOUTH).ending.known

    def test_a_party_without_an_end_takes_that_of_the_whole(self) -> None:
        given = facts(end=end(EndType.VIOLENCE, exact(6)))

        assert window_of_party(given, NORTH).ending.end == exact(6)

    def test_a_partys_expiry_is_narrowed_by_the_scheduled_end(self) -> None:
        expired = party("north", "a", end(EndType.EXPIRED, Span(utc(7, 12), utc(8, 12))))

        assert window_of_party(facts(), expired).ending.end == exact(8)

    def test_a_partys_part_has_the_gaps_and_suspensions_of_the_whole(self) -> None:
        given = amended(
            extension(agreed=exact(8, 6), until=exact(12)),
            suspension(exact(6)),
            resumption(exact(7)),
        )

        own, whole = window_of_party(given, NORTH), window_of(given)

        assert (own.gaps, own.suspensions) == (whole.gaps, whole.suspensions)
        assert own.gaps and own.suspensions


def test_evidence_of_an_end_is_the_record_that_it_stands_in() -> None:
    gone = party("north", "a", end(EndType.WITHDRAWN, exact(6), EARLY))

    assert ended(gone, SOUTH).evidence == (gone.evidence,)
    assert ended(end=end(EndType.VIOLENCE, exact(6))).evidence == (facts().evidence,)
