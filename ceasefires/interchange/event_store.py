"""Acts, each with the report that a dataset gives of it, written by set."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import NOT_PROVIDED, Model

from ceasefires.actions import follow_reports, hold_acts, withdraw
from ceasefires.choices import Qualifier
from ceasefires.models import Report, Violation

from . import event_rows as sql
from .event_rows import Incoming
from .importing import WRITTEN_BY
from .origin import Origin

AT_ONCE = 1000  # records withdrawn


class Store:
    """The acts and reports of one dataset, within one transaction."""

    def __init__(self, dataset: str, claimant: str) -> None:
        self._dataset, self._claimant = dataset, claimant
        self._by_us = f"{WRITTEN_BY} {dataset} %"
        run(sql.INCOMING)
        run(sql.GONE, self._by_us, f"{dataset}:%", dataset)

    def write(self, rows: Sequence[Incoming], origin: Origin) -> None:
        """What is new is made, what differs is changed, and what is the same is left alone; so is
        what somebody has withdrawn, or set against another ceasefire."""
        _copy(rows)
        run(sql.COMPARED, self._dataset)
        run(sql.STAYS_GONE)
        run(sql.MOVED_AWAY)
        states: dict[str, int] = dict(rows_of(sql.STATES))
        made, changed = states.get("new", 0), 0
        if made:
            self._make(origin)
        if len(rows) > made + states.get("same", 0):
            changed = self._change(origin)
        origin.counts.created += made
        origin.counts.updated += changed
        origin.counts.unchanged += len(rows) - made - changed

    def _make(self, origin: Origin) -> None:
        public = {"first_reported": origin.source().public_from}
        taken = {"id": "act"} | {name: name for name in sql.OF_ACT}
        _insert("ceasefires_loading", Violation, taken, public, "state = 'new'")
        run(sql.LOADED)
        self._report("new", origin)

    def _report(self, state: str, origin: Origin) -> None:
        source = origin.source()
        taken = {"id": "report", "violation_id": "act"} | {name: name for name in sql.OF_REPORT}
        given = {
            "source_id": source.pk,
            "known_from": source.public_from,
            "claimant": self._claimant,
            "qualifier": Qualifier.ESTIMATE.value,
        }
        _insert("ceasefires_report", Report, taken, given, f"state = '{state}'")

    def _change(self, origin: Origin) -> int:
        """How many of the acts that are there are not as they were."""
        others, differing = first_of(sql.IN_STATE, "unreported"), first_of(sql.IN_STATE, "differs")
        hold_acts(Violation.objects.filter(pk__in=[*others, *differing]))
        return len(self._reported_anew(others, origin) | self._told_anew(differing, origin))

    def _reported_anew(self, acts: list[UUID], origin: Origin) -> set[UUID]:
        """Acts that somebody else has logged, and that the dataset tells of."""
        if acts:
            self._report("unreported", origin)
            public = origin.source().public_from
            run(sql.PUBLIC_EARLIER, public, public)
            follow_reports(*acts)
        return set(acts)

    def _told_anew(self, acts: list[UUID], origin: Origin) -> set[UUID]:
        """Those acts of which something was changed that nobody else had changed before."""
        if not acts:
            return set()
        changed = first_of(sql.ACTS_CHANGED, self._by_us)
        if not rows_of(sql.REPORTS_DIFFER, changed):
            return set()  # and no source is needed
        source = origin.source()
        told = first_of(sql.REPORTS_CHANGED, source.pk, source.public_from, changed)
        follow_reports(*told)
        return {*told}

    def withdraw_vanished(self) -> int:
        """The reports that no row gives any more; acts too that rest on nothing else."""
        vanished = rows_of(sql.VANISHED, self._by_us, self._dataset)
        bare = {act for _, act, rests_on_it in vanished if rests_on_it}
        _withdraw(Violation, list(bare))
        _withdraw(Report, [report for report, act, _ in vanished if act not in bare])
        return len(vanished)


def _withdraw(kind: type[Violation] | type[Report], keys: list[UUID]) -> None:
    for first in range(0, len(keys), AT_ONCE):
        withdraw(*kind.objects.filter(pk__in=keys[first : first + AT_ONCE]))


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rows_of(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def first_of(statement: str, *values: Any) -> list[Any]:
    return [row[0] for row in rows_of(statement, *values)]


def _copy(rows: Iterable[Incoming]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(sql.EMPTIED)
        with connection.wrap_database_errors:
            cursor.copy_expert(sql.COPIED, text)


def _insert(
    table: str, model: type[Model], taken: dict[str, str], given: dict[str, Any], where: str
) -> None:
    """New rows: columns taken from what is incoming, others given, and the model's defaults."""
    given |= _defaults(model, [*taken, *given])
    values = ", ".join([*taken.values(), *["%s"] * len(given)])
    run(
        f"INSERT INTO {table} ({sql.columns([*taken, *given])})"
        f" SELECT {values} FROM ceasefires_incoming WHERE {where} ORDER BY ceasefire_id",
        *given.values(),
    )


def _defaults(model: type[Model], known: Sequence[str]) -> dict[str, Any]:
    """What a new row holds in its other columns, where it is not null."""
    return {
        str(each.column): each.get_default()
        for each in model._meta.concrete_fields
        if each.column not in known and not each.null and each.db_default is NOT_PROVIDED
    }
