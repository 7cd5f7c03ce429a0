"""What holds of every set of facts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ceasefires.rules.derive import State, derive
from ceasefires.rules.facts import Amendment, End, Facts, Participation
from ceasefires.rules.fuzzy import BEGINNING, END_OF_TIME, Span
from ceasefires.rules.relation import counts, place
from ceasefires.rules.status import candidates, phases
from ceasefires.rules.vocabulary import (
    AmendmentKind,
    Compliance,
    EndType,
    Precision,
    Relation,
    Status,
)
from ceasefires.rules.window import window_of, window_of_party

from .build import LATER, TICK
from .strategies import (
    ALL_KNOWN,
    FIRST,
    GRID,
    STEP,
    fact_sets,
    facts_known_from_the_first,
    instants,
    maybe,
    published_later,
    spans,
)

THOROUGH = settings(
    max_examples=75,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
WITHOUT_COMPLIANCE = {Status.PENDING, Status.UNKNOWN, Status.NEVER_EFFECTIVE}


def moments() -> st.SearchStrategy[datetime]:
    """Instants on the grid of the facts, just before and just after it, and far from it."""
    near = [at + by for at in GRID for by in (-TICK, timedelta(0), TICK, STEP / 2)]
    return st.sampled_from([BEGINNING, *near, ALL_KNOWN, LATER])


def exact_facts() -> st.SearchStrategy[Facts]:
    return fact_sets(when=spans((Precision.MINUTE,)))


def windows_of(facts: Facts) -> Iterator[Any]:
    known = facts.known(LATER)
    assert known is not None
    yield window_of(known)
    yield from (window_of_party(known, each) for each in known.participations)


@THOROUGH
@given(fact_sets())
def test_phases_cover_all_of_time_without_overlap_or_gap(facts: Facts) -> None:
    for window in windows_of(facts):
        stretch = phases(window)

        assert (stretch[0].low, stretch[-1].high) == (BEGINNING, END_OF_TIME)
        assert all(one.high == two.low for one, two in pairwise(stretch))
        assert all(one.low < one.high for one in stretch)
        assert all(one.candidates != two.candidates for one, two in pairwise(stretch))


@THOROUGH
@given(fact_sets(), st.lists(moments(), min_size=5, max_size=20))
def test_the_phase_at_an_instant_is_what_the_ladder_says_there(
    facts: Facts, instants: list[datetime]
) -> None:
    for window in windows_of(facts):
        for at in instants:
            here = next(each for each in phases(window) if each.low <= at < each.high)
            assert here.candidates == candidates(window, at)


@THOROUGH
@given(fact_sets(), moments(), moments())
def test_the_status_is_its_one_candidate_or_indeterminate(
    facts: Facts, at: datetime, known_at: datetime
) -> None:
    state = derive(facts, at, known_at)

    certain = len(state.candidates) == 1
    assert state.status == (state.candidates[0] if certain else Status.INDETERMINATE)
    assert Status.INDETERMINATE not in state.candidates


@THOROUGH
@given(fact_sets())
def test_boundaries_are_half_open(facts: Facts) -> None:
    for window in windows_of(facts):
        for one, two in pairwise(phases(window)):
            assert candidates(window, two.low - TICK) == one.candidates
            assert candidates(window, two.low) == two.candidates


@THOROUGH
@given(exact_facts(), moments())
def test_of_exact_facts_nothing_is_indeterminate_but_a_gap_that_nobody_dates(
    facts: Facts, at: datetime
) -> None:
    extensions = [each for each in facts.amendments if each.kind is AmendmentKind.EXTENSION]
    assume(all(each.agreed or each.effective for each in extensions))

    assert derive(facts, at, LATER).status is not Status.INDETERMINATE


@settings(THOROUGH, max_examples=150)
@given(st.data(), facts_known_from_the_first(), moments(), instants())
def test_nothing_published_later_changes_anything_in_the_answer(
    data: st.DataObject, facts: Facts, at: datetime, known_at: datetime
) -> None:
    more = data.draw(published_later(facts, known_at))

    assert derive(more, at, known_at) == derive(facts, at, known_at)


@THOROUGH
@given(fact_sets(), moments(), moments())
def test_a_ceasefire_not_yet_known_is_unknown(
    facts: Facts, at: datetime, known_at: datetime
) -> None:
    assert facts.known_from is not None
    state = derive(facts, at, known_at)

    says_so = state.because[0].rule == "not_yet_known"
    assert says_so is (known_at < facts.known_from)
    assert not says_so or state.status is Status.UNKNOWN


@THOROUGH
@given(fact_sets(), moments(), moments())
def test_no_status_is_given_without_its_reason_and_what_would_change_it(
    facts: Facts, at: datetime, known_at: datetime
) -> None:
    state = derive(facts, at, known_at)
    status, *compliance = state.because

    assert (status.axis, status.rule) in {
        ("status", state.status.value),
        ("status", "not_yet_known"),
    }
    assert status.text and (status.evidence or status.rule == "not_yet_known")
    assert [each.rule for each in compliance] == ([state.compliance] if state.compliance else [])
    assert all(change.text for change in state.would_change) and state.would_change


@THOROUGH
@given(fact_sets(), moments(), moments())
def test_the_reason_of_an_end_or_a_run_is_never_an_instant_still_to_come(
    facts: Facts, at: datetime, known_at: datetime
) -> None:
    state = derive(facts, at, known_at)

    if state.status is not Status.PENDING:
        assert all(each.at is None or each.at <= at for each in state.because)
    assert state.since is None or state.since <= at


def in_force_at(facts: Facts) -> list[State]:
    states = (derive(facts, at, LATER) for at in GRID)
    return [each for each in states if each.status is Status.IN_FORCE]


@THOROUGH
@given(exact_facts())
def test_of_exact_facts_what_decides_that_it_is_in_force_is_what_it_has_been_so_since(
    facts: Facts,
) -> None:
    assert all(each.because[0].at == each.since for each in in_force_at(facts))


@THOROUGH
@given(fact_sets())
def test_one_in_force_always_has_an_instant_that_began_it(facts: Facts) -> None:
    assert all(each.because[0].at is not None for each in in_force_at(facts))


@THOROUGH
@given(fact_sets(), moments(), moments())
def test_compliance_is_null_exactly_where_nothing_can_have_been_broken(
    facts: Facts, at: datetime, known_at: datetime
) -> None:
    state = derive(facts, at, known_at)

    nothing = state.status in WITHOUT_COMPLIANCE or facts.effective is None
    assert (state.compliance is None) is nothing


@THOROUGH
@given(fact_sets(), moments(), moments())
def test_an_answer_for_later_than_what_is_known_is_projected(
    facts: Facts, at: datetime, known_at: datetime
) -> None:
    assert derive(facts, at, known_at).projected is (at > known_at)


@THOROUGH
@given(st.data(), fact_sets(), instants(), moments())
def test_until_the_next_change_the_answer_stays_with_knowledge_fixed(
    data: st.DataObject, facts: Facts, at: datetime, known_at: datetime
) -> None:
    state = derive(facts, at, known_at)
    later = data.draw(within(at, state.next_change))

    assert replace(derive(facts, later, known_at), projected=state.projected) == state


@THOROUGH
@given(st.data(), facts_known_from_the_first(), instants())
def test_until_the_next_change_the_answer_stays_as_the_clock_moves(
    data: st.DataObject, facts: Facts, at: datetime
) -> None:
    state = derive(facts, at, at)
    later = data.draw(within(at, state.next_change))

    assert derive(facts, later, later) == state


def within(at: datetime, change: datetime | None) -> st.SearchStrategy[datetime]:
    last = (change or max(at, ALL_KNOWN) + STEP) - TICK
    inside = [each for each in GRID if at <= each < last]
    return st.sampled_from([at, *inside, last])


def later_states(facts: Facts, at: datetime, before: datetime | None = None) -> list[State]:
    """The answers at the instants of the grid after one, those before another only."""
    later = [each for each in (*GRID, ALL_KNOWN) if each > at]
    return [derive(facts, each, LATER) for each in later if before is None or each < before]


@THOROUGH
@given(fact_sets(), moments(), moments())
def test_what_is_promised_of_an_instant_is_what_is_derived_there(
    facts: Facts, at: datetime, known_at: datetime
) -> None:
    promised = [each for each in derive(facts, at, known_at).would_change if each.at]

    for change in promised:
        assert change.at is not None and change.at > at
        then = derive(facts, change.at, known_at)
        assert change.status in {None, then.status}
        assert change.compliance in {None, then.compliance}
    assert [each.at for each in promised] == sorted(each.at for each in promised if each.at)


@THOROUGH
@given(fact_sets(), instants())
def test_of_status_and_compliance_the_next_change_is_told_and_no_other(
    facts: Facts, at: datetime
) -> None:
    state = derive(facts, at, LATER)
    by_clock = [each for each in state.would_change if each.at]
    (to_status,) = [each.at for each in by_clock if each.status] or [None]
    (to_compliance,) = [each.at for each in by_clock if each.compliance] or [None]

    assert {each.status for each in later_states(facts, at, to_status)} <= {state.status}
    told = [each.compliance for each in later_states(facts, at, to_compliance)]
    until_null = takewhile(lambda each: each is not None or state.compliance is None, told)
    assert set(until_null) <= {state.compliance}


@THOROUGH
@given(fact_sets(), instants())
def test_a_party_s_own_change_is_told_where_it_is_not_that_of_the_whole(
    facts: Facts, at: datetime
) -> None:
    state = derive(facts, at, LATER)
    of_the_whole = next((each.at for each in state.would_change if each.status), None)

    for each in state.parties:
        own = [
            change.at
            for change in state.would_change
            if change.text.startswith(f"The status of {each.party} ")
        ]
        (until,) = own or [of_the_whole]
        now = {
            part.status
            for then in later_states(facts, at, until)
            for part in then.parties
            if part.party == each.party
        }
        assert now <= {each.status}


@THOROUGH
@given(st.randoms(use_true_random=False), fact_sets(), moments(), moments())
def test_the_order_in_which_facts_are_listed_changes_nothing(
    random: Any, facts: Facts, at: datetime, known_at: datetime
) -> None:
    def shuffled(listed: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(listed, len(listed)))

    other = replace(
        facts,
        participations=shuffled(facts.participations),
        amendments=shuffled(facts.amendments),
        acts=tuple(replace(each, stated=shuffled(each.stated)) for each in shuffled(facts.acts)),
        assessments=shuffled(facts.assessments),
    )

    assert in_order(derive(other, at, known_at)) == in_order(derive(facts, at, known_at))


def in_order(state: State) -> State:
    """The answer with its lists sorted: their order follows that of the facts."""
    return replace(
        state,
        parties=tuple(sorted(state.parties, key=lambda each: each.party)),
        because=tuple(
            replace(each, evidence=tuple(sorted(each.evidence, key=str))) for each in state.because
        ),
        would_change=tuple(sorted(state.would_change, key=str)),
    )


SWAPPED = {"north": "south", "south": "north"}
SWAPPED_SIDES = {"a": "b", "b": "a"}


@THOROUGH
@given(fact_sets(), moments(), moments())
def test_swapping_two_sides_changes_only_their_names(
    facts: Facts, at: datetime, known_at: datetime
) -> None:
    def swap(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(SWAPPED.get(name, name) for name in names)

    other = replace(
        facts,
        participations=tuple(
            replace(each, lineage=swap(each.lineage), side=SWAPPED_SIDES.get(each.side, each.side))
            for each in facts.participations
        ),
        acts=tuple(replace(each, lineage=swap(each.lineage)) for each in facts.acts),
    )
    state = derive(facts, at, known_at)

    renamed = tuple(
        replace(each, party=SWAPPED.get(each.party, each.party)) for each in state.parties
    )
    told = tuple(
        replace(each, text=" ".join(swap(tuple(each.text.split(" ")))))
        for each in state.would_change
    )
    expected = replace(state, parties=renamed, would_change=told)
    assert derive(other, at, known_at) == expected


@THOROUGH
@given(fact_sets(), moments(), moments())
def test_an_act_counts_only_if_it_was_during_the_window(
    facts: Facts, at: datetime, known_at: datetime
) -> None:
    known = facts.known(known_at)
    assume(known is not None)
    assert known is not None
    stretch = phases(window_of(known))

    during = tuple(each for each in known.acts if place(each, stretch).relation is Relation.DURING)
    fewer = replace(facts, acts=during)

    assert all(each in during for each in known.acts if counts(each, known, stretch))
    found, expected = derive(fewer, at, known_at), derive(facts, at, known_at)
    assert (found.compliance, found.because) == (expected.compliance, expected.because)


@THOROUGH
@given(fact_sets(), moments())
def test_no_act_makes_a_ceasefire_look_better_kept(facts: Facts, at: datetime) -> None:
    gravity = [None, *reversed(Compliance)]
    without = derive(replace(facts, acts=()), at, LATER).compliance

    with_acts = derive(facts, at, LATER).compliance

    assert with_acts == without or with_acts in {Compliance.ALLEGED, Compliance.VIOLATED}
    assert gravity.index(with_acts) >= gravity.index(without)


@st.composite
def fuzzy_and_resolved(draw: st.DrawFn) -> tuple[Facts, Facts]:
    """Fuzzy facts, and the same with one instant chosen from each span."""

    def both(span: Span | None) -> tuple[Span | None, Span | None]:
        if span is None or span.low == span.high:
            return span, span
        chosen = draw(st.sampled_from([span.low, span.low + STEP / 12, span.high - TICK]))
        return span, Span.exactly(chosen)

    kind = draw(st.sampled_from([EndType.VIOLENCE, EndType.WITHDRAWN]))
    dated = [both(draw(maybe(spans()))) for _ in range(5)]
    start, schedule, own, one, other = dated
    halt, back = both(draw(spans())), both(draw(spans()))
    assume(all(a.low <= b.low for a, b in zip(halt, back, strict=True) if a and b))

    def told(index: int) -> Facts:
        parts = (("north", "a", one), ("south", "b", other))
        return Facts(
            FIRST,
            effective=start[index],
            scheduled_end=schedule[index],
            end=_ended(kind, own[index]),
            participations=tuple(
                Participation((name,), side, _ended(kind, ended[index]))
                for name, side, ended in parts
            ),
            amendments=(
                Amendment(AmendmentKind.SUSPENSION, FIRST, effective=halt[index]),
                Amendment(AmendmentKind.RESUMPTION, FIRST, effective=back[index]),
            ),
        )

    return told(0), told(1)


def _ended(kind: EndType, ended: Span | None) -> End | None:
    return End(kind, ended, FIRST) if ended else None


@settings(THOROUGH, max_examples=250)
@given(fuzzy_and_resolved(), moments())
def test_whatever_the_instants_turn_out_to_be_the_status_was_a_candidate(
    pair: tuple[Facts, Facts], at: datetime
) -> None:
    fuzzy, resolved = pair

    assert derive(resolved, at, LATER).status in derive(fuzzy, at, LATER).candidates
