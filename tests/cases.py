"""Facts in the API's shape, as worked cases give them, turned into what the rules take."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ceasefires.rules.facts import (
    Act,
    Amendment,
    Assessment,
    End,
    Facts,
    Participation,
    StatedRelation,
)
from ceasefires.rules.fuzzy import Span, span_of
from ceasefires.rules.vocabulary import AmendmentKind, Assessed, EndType, Relation, Verification


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


class CaseReader:
    """Reads one case's facts; days are those of its ceasefire's zone."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.zone = ZoneInfo(facts["ceasefire"]["time_zone"])

    def read(self) -> Facts:
        ceasefire = self.facts["ceasefire"]
        known_from = instant(ceasefire["known_from"])
        effective = self.span(ceasefire["effective"])
        return Facts(
            known_from=known_from,
            unilateral=ceasefire["declaration"] == "unilateral",
            effective=effective,
            scheduled_end=self.scheduled_end(ceasefire, effective),
            end=self.end(ceasefire, known_from),
            participations=tuple(
                Participation((each["party"]["slug"],), each["side"], self.end(each, known_from))
                for each in self.facts["participations"]
            ),
            amendments=tuple(self.amendment(each) for each in self.facts["amendments"]),
            acts=tuple(self.act(each) for each in self.facts["violations"]),
            assessments=tuple(self.assessment(each) for each in self.facts["assessments"]),
        )

    def span(self, fuzzy: dict[str, Any] | None) -> Span | None:
        if not fuzzy or fuzzy["at"] is None:
            return None
        return span_of(instant(fuzzy["at"]), fuzzy["precision"], self.zone)

    def scheduled_end(self, ceasefire: dict[str, Any], effective: Span | None) -> Span | None:
        given = self.span(ceasefire["scheduled_end"])
        hours = ceasefire.get("planned_duration")
        if given or not hours or not effective:
            return given
        return effective.shifted(timedelta(hours=int(hours.strip("PTH"))))

    def end(self, row: dict[str, Any], known_from: datetime) -> End | None:
        if "end_type" not in row:
            return None
        known = instant(row["ended_known_from"]) if "ended_known_from" in row else known_from
        return End(EndType(row["end_type"]), self.span(row["ended"]), known)

    def amendment(self, row: dict[str, Any]) -> Amendment:
        return Amendment(
            AmendmentKind(row["kind"]),
            instant(row["known_from"]),
            self.span(row.get("agreed")),
            self.span(row.get("effective")),
            self.span(row.get("new_scheduled_end")),
        )

    def act(self, row: dict[str, Any]) -> Act:
        first_reported = instant(row["first_reported"])
        return Act(
            occurred=self.span(row["occurred"]),
            verification=Verification(row["verification"]),
            known_from=first_reported,
            verified=self.span(row.get("verified")),
            lineage=() if row.get("bound", True) else ("somebody-else",),
            stated=(StatedRelation(Relation(row["relation"]), first_reported),),
        )

    def assessment(self, row: dict[str, Any]) -> Assessment:
        return Assessment(
            Assessed(row["assessed"]), instant(row["known_from"]), self.span(row["assessed_at"])
        )
