"""When a ceasefire binds: its boundaries, from its own dates, its amendments and its ends."""

from dataclasses import dataclass
from datetime import datetime

from .facts import Amendment, End, Evidence, Facts, Participation
from .fuzzy import ALWAYS, BEGINNING, EITHER, NEVER, NO, YES, Span, latest, nth
from .vocabulary import AmendmentKind, EndType

# Of several ends at one instant, the first of these names the whole's.
END_PRECEDENCE = (
    EndType.VIOLENCE,
    EndType.WITHDRAWN,
    EndType.SUPERSEDED,
    EndType.EXPIRED,
    EndType.UNCLEAR,
)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the ceasefire does not bind; ``real``: whether there was one at all."""

    start: Span
    end: Span
    real: frozenset[bool] = YES

    def holds(self, at: datetime) -> frozenset[bool]:
        """Whether ``at`` lies in it: the answers that are possible."""
        return frozenset(
            real and started and not ended
            for real in self.real
            for started in self.start.passed(at)
            for ended in self.end.passed(at)
        )


@dataclass(frozen=True, slots=True)
class Ending:
    """An end as the ladder needs it.

    Before ``doubt`` it binds; from ``end`` on it has ended; in between an undated end is known
    that does not count yet. A dated end has both at one span; no end has both at ``NEVER``.
    """

    doubt: Span = NEVER
    end: Span = NEVER
    type: EndType | None = None
    dated: bool = True
    evidence: tuple[Evidence, ...] = ()

    @property
    def known(self) -> bool:
        return self.doubt != NEVER


@dataclass(frozen=True, slots=True)
class Window:
    """The boundaries of one ceasefire, or of one party's part in it, as known."""

    effective: Span | None
    scheduled_end: Span | None
    ending: Ending
    gaps: tuple[Pause, ...]
    suspensions: tuple[Pause, ...]

    @property
    def never_effective(self) -> bool:
        return self.ending.type is EndType.NEVER_EFFECTIVE

    def ended(self, at: datetime) -> bool:
        """Whether the recorded end certainly had been reached: then that end alone decides."""
        return self.ending.end.passed(at) == YES


def window_of(facts: Facts) -> Window:
    """The window of the whole."""
    schedule, gaps = _schedule(facts)
    return Window(
        effective=facts.effective,
        scheduled_end=schedule,
        ending=_whole_ending(facts, schedule),
        gaps=gaps,
        suspensions=_suspensions(facts.amendments),
    )


def window_of_party(facts: Facts, participation: Participation) -> Window:
    """The window of one declaring party's part: bound until its own end, or that of the whole."""
    schedule, gaps = _schedule(facts)
    return Window(
        effective=facts.effective,
        scheduled_end=schedule,
        ending=_party_ending(facts, participation, schedule),
        gaps=gaps,
        suspensions=_suspensions(facts.amendments),
    )


def _schedule(facts: Facts) -> tuple[Span | None, tuple[Pause, ...]]:
    """The scheduled end as moved by extensions, and the gaps that late ones leave."""
    schedule, gaps = facts.scheduled_end, []
    for extension in sorted(_of_kind(facts.amendments, AmendmentKind.EXTENSION), key=_agreed_order):
        if schedule is not None:
            late = _is_late(extension, schedule)
            gaps.append(Pause(start=schedule, end=extension.starts, real=late))
        schedule = extension.new_scheduled_end
    return schedule, tuple(gap for gap in gaps if gap.real != NO)


def _agreed_order(amendment: Amendment) -> tuple[datetime, datetime, str]:
    agreed = amendment.agreed or amendment.starts
    return agreed.low, amendment.known_from, amendment.evidence.identifier


def _is_late(extension: Amendment, schedule: Span) -> frozenset[bool]:
    """Whether an extension was agreed at or after the end that it moves."""
    unsaid = Span(BEGINNING, extension.known_from, closed=True)
    agreed = extension.agreed or extension.effective or unsaid
    if agreed.low >= schedule.high:
        return YES
    return EITHER if agreed.reaches(schedule.low) else NO


def _suspensions(amendments: tuple[Amendment, ...]) -> tuple[Pause, ...]:
    """Each suspension up to the next resumption that can follow it; further ones add nothing.

    A resumption dated only to its day can follow a suspension at ten of that day, although its
    earliest instant is before ten.
    """
    resumptions = iter(_by_start(amendments, AmendmentKind.RESUMPTION))
    pauses: list[Pause] = []
    for start in _by_start(amendments, AmendmentKind.SUSPENSION):
        if not pauses or pauses[-1].end.low <= start.low:
            end = next((each for each in resumptions if each.reaches(start.low)), NEVER)
            pauses.append(Pause(start, end))
    return tuple(pauses)


def _by_start(amendments: tuple[Amendment, ...], kind: AmendmentKind) -> list[Span]:
    starts = [each.starts for each in _of_kind(amendments, kind)]
    return sorted(starts, key=lambda each: (each.low, each.high))


def _of_kind(amendments: tuple[Amendment, ...], kind: AmendmentKind) -> list[Amendment]:
    return [each for each in amendments if each.kind is kind]


def ending_of(end: End | None, schedule: Span | None, evidence: Evidence) -> Ending:
    """One recorded end, of the whole or of a party."""
    if end is None:
        return Ending()
    if end.type is EndType.NEVER_EFFECTIVE:
        return Ending(ALWAYS, ALWAYS, end.type, False, (evidence,))
    if end.ended is None:
        counts_from = NEVER if end.type is EndType.UNCLEAR else Span.exactly(end.known_from)
        return Ending(ALWAYS, counts_from, end.type, False, (evidence,))
    ended = end.ended
    if end.type is EndType.EXPIRED and schedule is not None and schedule.overlaps(ended):
        ended = ended.intersection(schedule)
    return Ending(ended, ended, end.type, True, (evidence,))


def _party_ending(facts: Facts, participation: Participation, schedule: Span | None) -> Ending:
    own = ending_of(participation.end, schedule, participation.evidence)
    return own if participation.end else ending_of(facts.end, schedule, facts.evidence)


def _whole_ending(facts: Facts, schedule: Span | None) -> Ending:
    sides = [
        [ending_of(member.end, schedule, member.evidence) for member in side]
        for side in sides_of(facts).values()
    ]
    needed = min(len(sides), 1 if facts.unilateral else 2)
    if sides and sum(not _never_effective(side) for side in sides) < needed:
        evidence = [each.evidence for side in sides if _never_effective(side) for each in side]
        return Ending(ALWAYS, ALWAYS, EndType.NEVER_EFFECTIVE, False, sum(evidence, ()))
    if facts.end is not None or not sides:
        return ending_of(facts.end, schedule, facts.evidence)
    return _crossing(sides, len(sides) - needed)


def _never_effective(side: list[Ending]) -> bool:
    return all(ending.type is EndType.NEVER_EFFECTIVE for ending in side)


def _crossing(sides: list[list[Ending]], index: int) -> Ending:
    """The end by which fewer sides than needed were left: the ``index``-th of the sides' ends."""
    doubt = nth((latest(each.doubt for each in side) for side in sides), index)
    side_ends = [latest(each.end for each in side) for side in sides]
    end = nth(side_ends, index)
    deciding = [
        each
        for side, side_end in zip(sides, side_ends, strict=True)
        if side_end.overlaps(end)
        for each in side
        if each.type is not None and each.end.overlaps(end)
    ]
    if not deciding:
        return Ending(doubt, end)
    first = min(deciding, key=_gravest_first)
    evidence = sum((each.evidence for each in deciding), ())
    return Ending(doubt, end, first.type, first.dated, evidence)


def _gravest_first(ending: Ending) -> tuple[int, bool]:
    """Of one type, a dated end goes first: where one source dates the instant, it is dated."""
    return END_PRECEDENCE.index(ending.type or EndType.UNCLEAR), not ending.dated


def sides_of(facts: Facts) -> dict[str, list[Participation]]:
    """The declaring parties by side; a member and its coalition are one."""
    by_party = {each.party: each for each in facts.participations}
    sides: dict[str, list[Participation]] = {}
    for each in facts.participations:
        sides.setdefault(_side(each, by_party), []).append(each)
    return sides


def _side(participation: Participation, by_party: dict[str, Participation]) -> str:
    line = [by_party[party] for party in participation.lineage if party in by_party]
    for each in line:
        if each.side:
            return each.side
    top = line[-1].party
    members = {each.side for each in by_party.values() if top in each.lineage and each.side}
    return members.pop() if len(members) == 1 else f"party:{top}"
