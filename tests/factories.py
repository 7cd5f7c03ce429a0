"""Saved, valid records for tests; what a test gives prevails over the defaults.

Values of several columns are given whole: ``effective=exactly("2014-08-05T05:00Z")``.
"""

from datetime import datetime
from itertools import count
from typing import Any

from ceasefires.choices import (
    AmendmentKind,
    Assessed,
    Declaration,
    Measure,
    PartyKind,
    Precision,
    Stance,
    TermKind,
    ViolationKind,
)
from ceasefires.models import (
    Amendment,
    Assessment,
    Ceasefire,
    Citation,
    Coding,
    Conflict,
    Delegation,
    Demand,
    NegotiationRound,
    Participation,
    Party,
    Report,
    Source,
    Statement,
    Term,
    Toll,
    Violation,
)
from ceasefires.models.fields import FuzzyInstant, ImportedFile

_numbers = count(1)

EFFECTIVE, SCHEDULED_END = "2014-08-05T05:00Z", "2014-08-08T05:00Z"
PUBLISHED, REPORTED = "2014-08-04T00:00Z", "2014-08-06T09:00Z"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def exactly(text: str) -> FuzzyInstant:
    return FuzzyInstant(instant(text), Precision.MINUTE.value)


def on_day(text: str) -> FuzzyInstant:
    """A day, by the instant at which it starts in its zone."""
    return FuzzyInstant(instant(text), Precision.DAY.value)


def _slug(prefix: str) -> str:
    return f"{prefix}-{next(_numbers)}"


def make_source(**given: Any) -> Source:
    defaults = {
        "slug": _slug("source"),
        "publisher": "Example Wire",
        "published": exactly(PUBLISHED),
    }
    return Source.objects.create(**defaults | given)


def make_imported_source(**given: Any) -> Source:
    """A file of two rows, of which one was refused."""
    file = ImportedFile("acts.csv", f"{next(_numbers):064x}", 2, 1, 0, 0, 0, 0, 1)
    return make_source(**{"dataset": "acled", "file": file} | given)


def make_conflict(**given: Any) -> Conflict:
    slug = _slug("conflict")
    defaults = {"slug": slug, "name": slug.capitalize(), "time_zone": "Asia/Gaza"}
    return Conflict.objects.create(**defaults | given)


def make_party(**given: Any) -> Party:
    slug = _slug("party")
    defaults = {
        "slug": slug,
        "name": slug.capitalize(),
        "kind": PartyKind.NON_STATE_ARMED_GROUP.value,
    }
    return Party.objects.create(**defaults | given)


def make_ceasefire(**given: Any) -> Ceasefire:
    """A truce of 72 hours from ``EFFECTIVE``, known before; without parties."""
    slug = _slug("ceasefire")
    defaults = {
        "slug": slug,
        "name": slug.capitalize(),
        "declaration": Declaration.BILATERAL.value,
        "effective": exactly(EFFECTIVE),
        "scheduled_end": exactly(SCHEDULED_END),
        "known_from": instant(PUBLISHED),
    }
    return Ceasefire.objects.create(**_related(defaults | given, conflict=make_conflict))


def make_participation(**given: Any) -> Participation:
    """A declaring party's part, not ended."""
    return Participation.objects.create(
        **_related(given, ceasefire=make_ceasefire, party=make_party)
    )


def make_violation(**given: Any) -> Violation:
    """Rocket fire on the second day of its ceasefire, attributed to nobody."""
    defaults = {
        "kind": ViolationKind.ROCKET_FIRE.value,
        "occurred": exactly("2014-08-06T08:00Z"),
        "first_reported": instant(REPORTED),
    }
    violation = Violation.objects.create(**_related(defaults | given, ceasefire=make_ceasefire))
    violation.refresh_from_db()  # with what the database derives
    return violation


def make_round(**given: Any) -> NegotiationRound:
    defaults = {"slug": _slug("round"), "known_from": instant(PUBLISHED)}
    return NegotiationRound.objects.create(**_related(defaults | given, conflict=make_conflict))


def make_delegation(**given: Any) -> Delegation:
    return Delegation.objects.create(
        **_related(given, negotiation_round=make_round, party=make_party)
    )


def make_citation(**given: Any) -> Citation:
    """Give what it supports: a conflict, ceasefire, participation or negotiation round."""
    defaults = {"locator": f"paragraph {next(_numbers)}"}
    return Citation.objects.create(**_related(defaults | given, source=make_source))


def make_report(**given: Any) -> Report:
    return Report.objects.create(**_claim(given, violation=make_violation))


def make_assessment(**given: Any) -> Assessment:
    defaults = {"assessed": Assessed.HOLDING.value}
    return Assessment.objects.create(**_claim(defaults | given, ceasefire=make_ceasefire))


def make_amendment(**given: Any) -> Amendment:
    """An extension by three days."""
    defaults: dict[str, Any] = {"kind": AmendmentKind.EXTENSION.value}
    if given.get("kind", defaults["kind"]) == AmendmentKind.EXTENSION:
        defaults["new_scheduled_end"] = exactly("2014-08-11T05:00Z")
    return Amendment.objects.create(**_claim(defaults | given, ceasefire=make_ceasefire))


def make_coding(**given: Any) -> Coding:
    defaults = {"field": "scope", "value": "full"}
    return Coding.objects.create(**_claim(defaults | given, ceasefire=make_ceasefire))


def make_term(**given: Any) -> Term:
    defaults = {"kind": TermKind.CESSATION.value, "summary": "All fire is to stop."}
    return Term.objects.create(**_claim(defaults | given, ceasefire=make_ceasefire))


def make_demand(**given: Any) -> Demand:
    defaults = {"summary": "That the crossings be opened."}
    return Demand.objects.create(**_claim(defaults | given, negotiation_round=make_round))


def make_statement(**given: Any) -> Statement:
    """Of the conflict of the ceasefire that it is about, where one is given."""
    defaults = {"stance": Stance.HOPE.value, "summary": "Hopes that it will last."}
    if given.get("ceasefire"):
        defaults["conflict"] = given["ceasefire"].conflict
    return Statement.objects.create(**_claim(defaults | given, conflict=make_conflict))


def make_toll(**given: Any) -> Toll:
    defaults = {
        "measure": Measure.KILLED.value,
        "group": "civilians",
        "value": 10,
        "unit": "persons",
    }
    return Toll.objects.create(**_claim(defaults | given, conflict=make_conflict))


def _claim(given: dict[str, Any], **about: Any) -> dict[str, Any]:
    defaults = {"locator": f"paragraph {next(_numbers)}", "claimant": "Example Wire"}
    return _related(defaults | given, source=make_source, **about)


def _related(given: dict[str, Any], **makers: Any) -> dict[str, Any]:
    """What is given, with the records it lacks made."""
    return {name: make() for name, make in makers.items() if name not in given} | given
