"""Tolls that count the same at about the same time side by side.

Those of one local day are: a toll known to the day, the hour or the minute. A vaguer one may be
of any day, so that it is held only against those dated just as vaguely.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, When, Window
from django.db.models.functions import Cast, Concat, JSONArray, Lower, RowNumber

from ceasefires.choices import Precision
from ceasefires.models import Toll
from ceasefires.models.fields import FuzzyInstant
from ceasefires.models.functions import LocalPeriod, SpanOf
from ceasefires.rules.comparison import Count, number, same_count
from ceasefires.rules.figures import Figures
from ceasefires.rules.fuzzy import span_of

from . import Outcome, bounds, outcome, span_of_claims

TO_THE_DAY = [Precision.MINUTE.value, Precision.HOUR.value, Precision.DAY.value]
IN_ORDER = ("as_of_at", "known_from", "pk")


def counted(tolls: QuerySet[Toll]) -> Any:
    """With ``same``, which tolls of the same thing at about the same time have in common."""
    day = LocalPeriod("day", F("as_of_at"), F("conflict__time_zone"))
    as_dated = Concat("as_of_precision", Cast("as_of_at", TextField()))
    to_the_day = When(as_of_precision__in=TO_THE_DAY, then=day)
    about_when = Case(to_the_day, default=as_dated, output_field=TextField())
    key = JSONArray("conflict", "measure", Lower("group"), Lower("unit"), about_when)
    return tolls.annotate(same=Cast(key, TextField()))


def first_of_each(tolls: Any) -> QuerySet[Toll]:
    """Of ``counted`` tolls of the same thing at about the same time the earliest."""
    place = Window(RowNumber(), partition_by=F("same"), order_by=IN_ORDER)
    placed = tolls.order_by().annotate(place=place)
    return tolls.filter(pk__in=placed.filter(place=1).values("pk"))


def disputed(tolls: Any) -> Any:
    """Those of ``counted`` tolls that another one contradicts: the twin of the rules."""
    told = tolls.annotate(
        as_of_span=SpanOf("as_of", "conflict__time_zone"),
        **{f"value_{part}": each for part, each in bounds("value", "qualifier").items()},
    )
    apart = Q(value_to__lt=OuterRef("value_from")) | Q(value_from__gt=OuterRef("value_to"))
    of_one_time = Q(as_of_span__overlap=OuterRef("as_of_span"))
    others = told.filter(apart & of_one_time, same=OuterRef("same"))
    return told.filter(Exists(others))


def compare(firsts: Sequence[Any], tolls: Any) -> None:
    """Set of each the ``claims`` of the same among ``counted`` tolls, and what they come to."""
    claims: dict[str, list[Toll]] = {each.same: [] for each in firsts}
    for toll in tolls.filter(same__in=list(claims)).order_by(*IN_ORDER):
        claims[toll.same].append(toll)
    for each in firsts:
        each.claims = claims[each.same]
        each.counted_as_of = _as_of(each.claims)
        each.compared = {"value": _outcome(each.claims)}


def _outcome(tolls: list[Toll]) -> Outcome:
    given = [((None, each.value, None), each.qualifier) for each in tolls]
    said = [_count(*each) for each in zip(tolls, given, strict=True)]
    return outcome(tolls, said, same_count, figures=span_of_claims(given))


def _count(toll: Toll, given: tuple[Figures, str]) -> Count:
    counted = number(*given)
    assert counted is not None, "a toll has a value"
    return Count(counted, span_of(toll.as_of.at, toll.as_of.precision, _zone(toll)))


def _as_of(tolls: list[Toll]) -> FuzzyInstant:
    """What all are dated to; where they are dated differently, the day that all of them lie in."""
    first, zone = tolls[0], _zone(tolls[0])
    if len({each.as_of for each in tolls}) == 1 or first.as_of.at is None:
        return first.as_of
    day = datetime.combine(first.as_of.at.astimezone(zone), time(), zone)
    return FuzzyInstant(day, Precision.DAY.value)


def _zone(toll: Toll) -> ZoneInfo:
    return ZoneInfo(toll.conflict.time_zone)
