"""Five rows of each resource, with ties, nulls and odd names in what they are ordered by."""

from tests import factories as make
from tests.factories import FuzzyInstant, exactly

TIE, LATER, UNDATED = exactly("2014-08-06T00:00Z"), exactly("2014-08-07T00:00Z"), FuzzyInstant()
MOMENTS = [TIE, TIE, LATER, UNDATED, UNDATED]
NAMES = ["Same", "Same", "Zeta\u00a0war", "\u202bغزة", "\U0001f54a" * 190]
FIGURES = [1, 1, 3, None, None]
KNOWN = [moment.at or TIE.at for moment in MOMENTS]


def _claims(maker, **about):
    def rows():
        given = {name: make_one() for name, make_one in about.items()}
        for known in KNOWN:
            maker(known_from=known, **given)

    return rows


def five_acts():
    truce = make.make_ceasefire()
    for occurred, killed, reported in zip(MOMENTS, FIGURES, KNOWN, strict=True):
        make.make_violation(
            ceasefire=truce,
            occurred=occurred,
            killed=(None, killed, None),
            first_reported=reported.replace(day=8),
        )


def _each(maker, **columns):
    def rows():
        for values in zip(*columns.values(), strict=True):
            maker(**dict(zip(columns, values, strict=True)))

    return rows


FIVE_ROWS = {
    "conflicts": _each(make.make_conflict, name=NAMES, started=MOMENTS),
    "parties": _each(make.make_party, name=NAMES),
    "ceasefires": _each(
        make.make_ceasefire, name=NAMES, effective=MOMENTS, scheduled_end=[UNDATED] * 5
    ),
    "violations": five_acts,
    "negotiation-rounds": _each(make.make_round, started=MOMENTS),
    "sources": _each(make.make_source, publisher=NAMES, published=MOMENTS),
    "reports": _claims(make.make_report, violation=make.make_violation),
    "assessments": _claims(make.make_assessment, ceasefire=make.make_ceasefire),
    "amendments": _claims(make.make_amendment, ceasefire=make.make_ceasefire),
    "codings": _claims(make.make_coding, ceasefire=make.make_ceasefire),
    "terms": _claims(make.make_term, ceasefire=make.make_ceasefire),
    "demands": _claims(make.make_demand, negotiation_round=make.make_round),
    "statements": _claims(make.make_statement, conflict=make.make_conflict),
    "tolls": _claims(make.make_toll, conflict=make.make_conflict),
}
