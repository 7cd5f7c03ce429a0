"""Tables of violations: each row is what one source reports of an act, or the act alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q
from django.utils import timezone

from ceasefires import actions
from ceasefires.choices import (
    FiguresBasis,
    GeoPrecision,
    Qualifier,
    Response,
    Verification,
    ViolationKind,
)
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import Options, Origin
from ceasefires.interchange.reading import Line
from ceasefires.models import Ceasefire, Party, Report, Source, Violation
from ceasefires.models.violation import REACHED

from .rows import (
    Found,
    Row,
    Wrong,
    changed,
    degrees,
    estimate,
    fuzzy,
    instant,
    one_of,
    quantity,
    reference,
    taken,
    text,
)

Key = UUID | tuple[int, str]  # an id, or a ceasefire and an event

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
CEASEFIRE = reference("ceasefire", Ceasefire, needed=True)
EVENT = text(Violation, "event")
PARTS = [
    CEASEFIRE,
    EVENT,
    one_of("kind", ViolationKind),
    reference("attributed_to", Party),
    fuzzy("occurred"),
    text(Violation, "place_name"),
    degrees("latitude"),
    degrees("longitude"),
    one_of("geo_precision", GeoPrecision, GeoPrecision.UNKNOWN),
    quantity("quantity"),
    estimate("killed"),
    estimate("injured"),
    one_of("verification", Verification, Verification.ALLEGED),
    fuzzy("verified"),
    one_of("response", Response, Response.NONE),
    text(Violation, "description"),
    instant("first_reported")._replace(shown=()),
]
# What a row tells as its source's report does, where it names one.
HARMED = ("killed", "injured")
REPORTED = ("attributed_to", "quantity", *HARMED)
READ_IN = [
    reference("source", Source, needed=True),
    text(Report, "locator", needed=True),
    text(Report, "claimant"),
]

# What lists export beside, and the service itself tells.
TOLD = {
    *("url", "ceasefire_name", "attributed_to_name", "updated"),
    *("figures_basis", "relation", "relation_basis", "bound"),
}
COLUMNS = {"id", *TOLD, *(name for part in (*PARTS, *READ_IN) for name in part.columns)}


@dataclass
class Told:
    """An act, as the rows of a batch tell of it."""

    key: Key
    values: dict[str, Any]
    reports: list[dict[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class Acts:
    """Finds acts again by id, or by ceasefire and event; adds, and changes, what differs."""

    def __init__(self, options: Options) -> None:
        self.at = timezone.now()
        users = get_user_model().objects
        self.user = users.filter(pk=options.editor).first() if options.editor else None
        self.kept: set[UUID] = set()
        self.met: dict[Key, tuple[int, int]] = {}  # the first line, and what it tells of the act
        self.read: dict[tuple[Key, int, str], int] = {}  # by report, its line

    def take(self, lines: Sequence[Line], origin: Origin) -> None:
        acts: dict[Key, Told] = {}
        found = Found()
        for line in lines:
            row = Row.of(line.number, line.cells, found)
            try:
                self._add(acts, *self._read(row), row.number)
            except Wrong as wrong:
                origin.refuse(line.number, *wrong.faults)
        for act, bad in origin.store([*acts.values()], partial(self._write, origin)):
            for number in act.lines:
                origin.refuse(number, bad)

    def _read(self, row: Row) -> tuple[Key, dict[str, Any], dict[str, Any] | None]:
        """An act's key and values, and those of the report of it."""
        ceasefire = row.found(Ceasefire, row.cells["ceasefire"])
        row.zone = ceasefire.time_zone if ceasefire else row.zone
        sourced = any(row.cells[part.name] for part in READ_IN)
        values = taken(row, PARTS, READ_IN if sourced else ())
        if values.get("first_reported", self.at) is None:
            del values["first_reported"]  # which the act's reports then tell
        key = _key(row, values)
        if not sourced:
            return key, values, None
        read_in = {part.name: values.pop(part.name, "") for part in READ_IN}
        read_in["claimant"] = read_in["claimant"] or read_in["source"].publisher
        return key, values, read_in | {name: values[name] for name in REPORTED if name in values}

    def _add(
        self,
        acts: dict[Key, Told],
        key: Key,
        values: dict[str, Any],
        report: dict[str, Any] | None,
        number: int,
    ) -> None:
        """Of one act a file says one thing, though several sources may report it."""
        own = _left_out(values, () if report is None else REPORTED)
        says = hash(tuple(sorted(own.items())))
        line, said = self.met.setdefault(key, (number, says))
        if said != says:
            told = f"tells otherwise of the act that line {line} tells of."
            raise Wrong([Bad("", "", told)])
        if report is not None:
            self._once(key, report, number)
        act = acts.setdefault(key, Told(key, values))
        act.lines.append(number)
        act.reports += [] if report is None else [report]

    def _once(self, key: Key, report: dict[str, Any], number: int) -> None:
        line = self.read.setdefault((key, *_place(report)), number)
        if line != number:
            told = f"is the report of line {line} too: tell of it once."
            raise Wrong([Bad("locator", report["locator"], told)])

    def _write(self, origin: Origin, acts: Sequence[Told]) -> None:
        stored = _stored([each.key for each in acts])
        new = [each for each in acts if each.key not in stored]
        logged = [self._logged(each) for each in new]
        actions.log(logged=logged, user=self.user, at=self.at)
        self.kept |= {each.act.pk for each in logged} | {each.pk for each in stored.values()}
        there = [self._change(stored[each.key], each) for each in acts if each.key in stored]
        origin.counts.created += len(new)
        origin.counts.updated += there.count(True)
        origin.counts.unchanged += there.count(False)

    def _logged(self, told: Told) -> actions.Logged:
        """A new act; where sources report it, the persons harmed are what they come to."""
        act = Violation(**{"pk": told.key} if isinstance(told.key, UUID) else {})
        changed(act, self._reached(act, _left_out(told.values, HARMED if told.reports else ())))
        return actions.Logged(act, [_report(each) for each in told.reports])

    def _reached(self, act: Violation, values: dict[str, Any]) -> dict[str, Any]:
        """With when a verification was reached: where nobody says, now."""
        becomes, dated = values.get("verification"), values.get("verified")
        if becomes not in REACHED or (dated and dated.at):
            return values
        stays = becomes == act.verification
        return values | {"verified": act.verified if stays else actions.reached(becomes, self.at)}

    def _change(self, act: Violation, told: Told) -> bool:
        """Whether anything of the act, or of its reports, was other than it is told."""
        own = self._reached(act, _left_out(told.values, REPORTED if told.reports else ()))
        if any(name in own and own[name] != getattr(act, name) for name in HARMED):
            own["figures_basis"] = FiguresBasis.SET.value
        stored = {_place(vars(each)): each for each in act.reports.all()}
        reported = [self._reports(act, stored.get(_place(each)), each) for each in told.reports]
        for followed in filter(None, reported):
            own |= followed
        columns = changed(act, own)
        if columns:
            act.save(update_fields=columns)
        return bool(columns) or any(each is not None for each in reported)

    def _reports(
        self, act: Violation, report: Report | None, told: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Keep a report as it is told; None where it is. What of the act follows the report."""
        if report is None:
            report = _report(told)
            report.violation = act
            actions.add_report(report=report, user=self.user)
            return {}
        follows = [
            name
            for name in told.keys() & set(REPORTED) - set(HARMED)
            if getattr(act, name) == getattr(report, name)
        ]
        if not (columns := changed(report, told)):
            return None
        with actions.following(report):
            report.save(update_fields=columns)
        return {name: told[name] for name in follows}


def _key(row: Row, values: dict[str, Any]) -> Key:
    if given := row.cells["id"]:
        if not UUID_FORM.fullmatch(given):
            raise Wrong([Bad("id", given, "is no UUID: leave it empty for a new act.")])
        return UUID(given)
    if event := values.get("event"):
        return values["ceasefire"].pk, event
    raise Wrong([Bad("event", "", "give an event or an id, by which the act is found again.")])


def _left_out(values: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _place(report: dict[str, Any]) -> tuple[int, str]:
    source = report["source_id"] if "source_id" in report else report["source"].pk
    return source, report["locator"]


def _report(told: dict[str, Any]) -> Report:
    report = Report()
    counted = told.get("quantity", report.quantity).qualifier or Qualifier.EXACT.value
    changed(report, told | {"qualifier": counted})
    return report


def _stored(keys: Sequence[Key]) -> dict[Key, Violation]:
    """Acts that are there already, held until the end of the transaction."""
    ids = [key for key in keys if isinstance(key, UUID)]
    events = {key for key in keys if not isinstance(key, UUID)}
    named = Q(pk__in=ids) | Q(event__in=[event for _, event in events], event__gt="")
    held = [pk for pk, _ in actions.hold_acts(Violation.objects.filter(named))]
    acts = Violation.objects.filter(pk__in=held).select_related("attributed_to")
    reports = Report.objects.select_related("attributed_to")
    stored = dict[Key, Violation]()
    for act in acts.prefetch_related(Prefetch("reports", reports)):
        stored |= {act.pk: act, (act.ceasefire_id, act.event): act}
    return {key: stored[key] for key in keys if key in stored}
