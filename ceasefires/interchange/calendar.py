"""Windows, deadlines and negotiation rounds as a calendar (iCalendar, RFC 5545).

Only what is dated to the day is shown, and nothing that is alleged: no act, no assessment. What is
said does not depend on the clock, so the same data make the same bytes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from ceasefires.choices import DelegationRole, Mode, Outcome
from ceasefires.models import Ceasefire, NegotiationRound
from ceasefires.models.fields import FuzzyInstant
from ceasefires.rules.fuzzy import NEVER, Span, span_of
from ceasefires.rules.vocabulary import EndType
from ceasefires.rules.window import Window

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Ceasefire tracker//Calendar//EN"
REFRESHED = timedelta(hours=1)
HOUR = timedelta(hours=1)
LONGEST_DAY = timedelta(hours=26)  # of a local day in which clocks go back
INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
# Control characters, which RFC 5545 forbids; line ends are escaped.
FORBIDDEN = dict.fromkeys({*range(32), 127} - {*map(ord, "\t\n\r")}, " ")
BINDS = "This is when it binds, not whether it is kept."
MOVED = "An extension moves it; the ceasefire may end before."


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. ``ends`` is None where no end is known to the day: then only the beginning."""

    uid: str
    summary: str
    lines: tuple[str, ...]
    url: str
    status: str
    updated: datetime
    begins: Span
    ends: Span | None
    zone: ZoneInfo
    location: str = ""


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """Without a METHOD, so that DTSTAMP is the instant of the last change."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("name", _plain(name))
    made.add("x-wr-calname", _plain(name))  # what most clients read in its stead
    made.add("refresh-interval", REFRESHED, {"VALUE": "DURATION"})
    for each in entries:
        made.add_component(_event(each))
    content: bytes = made.to_ical()
    return content


def _event(entry: Entry) -> Event:
    first, last = _times(entry)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.updated)
    event.add("last-modified", entry.updated)
    event.add("dtstart", first)
    if last:
        event.add("dtend", last)
    event.add("summary", _plain(entry.summary))
    event.add("description", _plain("\n".join(filter(None, entry.lines))))
    if entry.location:
        event.add("location", _plain(entry.location))
    event.add("status", entry.status)
    event.add("transp", "TRANSPARENT")  # nobody who subscribes is busy because of it
    event.add("url", entry.url)
    return event


def _plain(text: str) -> vText:
    """Text that is escaped whichever property it stands in, and can break no line."""
    return vText(text.translate(FORBIDDEN))


def _times(entry: Entry) -> tuple[date, date | None]:
    """Instants in UTC; where one is known only to the day, local days, the last not included."""
    begins, ends = entry.begins, entry.ends
    if _within(begins, HOUR) and (ends is None or _within(ends, HOUR)):
        return begins.low, ends.low if ends and ends.low > begins.low else None
    first, last = _days(Span(begins.low, (ends or begins).high), entry.zone)
    return first, max(first, last) + DAY


def _days(span: Span, zone: ZoneInfo) -> tuple[date, date]:
    """The local days on which it begins and ends, both included."""
    last = max(span.low, span.high - INSTANT)
    return span.low.astimezone(zone).date(), last.astimezone(zone).date()


def _within(span: Span, width: timedelta) -> bool:
    return span.high - span.low <= width


def _to_the_day(span: Span | None) -> Span | None:
    return span if span and _within(span, LONGEST_DAY) else None


def entries_of(ceasefire: Ceasefire, window: Window, root: str) -> Iterator[Entry]:
    """Its window and its deadline; ``root`` is the API's address."""
    begins, deadline = _to_the_day(window.effective), _to_the_day(window.scheduled_end)
    if begins:
        yield _window(ceasefire, window, begins, root)
    if deadline:
        yield _deadline(ceasefire, window, deadline, root)


def _window(ceasefire: Ceasefire, window: Window, begins: Span, root: str) -> Entry:
    ends = _to_the_day(_end(window))
    zone = ZoneInfo(ceasefire.time_zone)
    until = f"until {_told(ends, zone)}" if ends else "to an end that is not known to the day"
    return Entry(
        uid=_uid(ceasefire.slug, "window"),
        summary=str(ceasefire) if ends else f"{ceasefire}: beginning",
        lines=(
            f"From {_told(begins, zone)} {until}, local time ({zone.key}).",
            _how_it_ended(window),
            "It is interrupted in between." if window.gaps or window.suspensions else "",
            "" if window.never_effective else BINDS,
        ),
        url=f"{root}ceasefires/{ceasefire.slug}/",
        status=CANCELLED if window.never_effective else CONFIRMED,
        updated=_updated(ceasefire),
        begins=begins,
        ends=ends,
        zone=zone,
    )


def _end(window: Window) -> Span | None:
    """The known end, else the scheduled end; None where an end is known and not its date."""
    ending = window.ending
    if window.never_effective or not ending.known:
        return window.scheduled_end
    return ending.end if ending.dated and ending.end != NEVER else None


def _deadline(ceasefire: Ceasefire, window: Window, deadline: Span, root: str) -> Entry:
    zone = ZoneInfo(ceasefire.time_zone)
    return Entry(
        uid=_uid(ceasefire.slug, "deadline"),
        summary=f"{ceasefire}: scheduled end",
        lines=(
            f"Scheduled to end {_told(deadline, zone)}, local time ({zone.key}).",
            _how_it_ended(window) or MOVED,
        ),
        url=f"{root}ceasefires/{ceasefire.slug}/",
        status=_kept(window, deadline),
        updated=_updated(ceasefire),
        begins=deadline,
        ends=None,
        zone=zone,
    )


def _kept(window: Window, deadline: Span) -> str:
    """Whether the ceasefire did end as scheduled; tentative where no source tells."""
    ending = window.ending
    if not ending.known:
        return TENTATIVE
    then = not ending.dated or ending.end.overlaps(deadline)
    known = {EndType.EXPIRED: CONFIRMED, EndType.UNCLEAR: TENTATIVE}
    return known.get(ending.type, CANCELLED) if ending.type and then else CANCELLED


def _how_it_ended(window: Window) -> str:
    return window.ending.type.definition if window.ending.type else ""


def _updated(ceasefire: Ceasefire) -> datetime:
    """Extensions and suspensions are records of their own, and change the window too."""
    return max([ceasefire.updated, *(each.updated for each in ceasefire.amendments.all())])


def round_entries(sitting: NegotiationRound, root: str) -> Iterator[Entry]:
    zone = ZoneInfo(sitting.time_zone)
    begins = _to_the_day(_span(sitting.started, zone))
    if begins:
        yield Entry(
            uid=_uid(sitting.slug, "round"),
            summary=_called(sitting),
            lines=_about(sitting),
            url=f"{root}negotiation-rounds/{sitting.slug}/",
            status=TENTATIVE if sitting.outcome == Outcome.PENDING else CONFIRMED,
            updated=sitting.updated,
            begins=begins,
            ends=_to_the_day(_span(sitting.ended, zone)),
            zone=zone,
            location=", ".join(filter(None, (sitting.venue, sitting.city))),
        )


def _span(instant: FuzzyInstant, zone: ZoneInfo) -> Span | None:
    return span_of(instant.at, instant.precision, zone)


def _called(sitting: NegotiationRound) -> str:
    number = f" {sitting.number}" if sitting.number is not None else ""
    return f"Negotiation round{number}: {sitting.city or sitting.conflict}"


def _about(sitting: NegotiationRound) -> tuple[str, ...]:
    """Its aim, who is there, how they talk and what came of it."""
    present = {
        role.label: [str(each.party) for each in sitting.delegations.all() if each.role == role]
        for role in DelegationRole
    }
    return (
        sitting.aim,
        *(f"{label}: {', '.join(names)}." for label, names in present.items() if names),
        Mode(sitting.mode).definition if sitting.mode != Mode.UNKNOWN else "",
        Outcome(sitting.outcome).definition if sitting.outcome != Outcome.UNKNOWN else "",
    )


def _uid(slug: str, kind: str) -> str:
    """The same wherever the data are served."""
    return f"{slug}-{kind}@ceasefire-tracker"


def _told(span: Span, zone: ZoneInfo) -> str:
    if span.low == span.high:
        return f"{span.low.astimezone(zone):%Y-%m-%d %H:%M}"
    first, last = _days(span, zone)
    return f"{first}" if first == last else f"{first} or {last}"
