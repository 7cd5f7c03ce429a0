"""What a monitor is warned of after an act was saved. Nothing here forbids anything."""

from collections.abc import Iterator
from datetime import timedelta
from math import cos, radians
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import Func, Model, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from psycopg2.extras import DateTimeTZRange

from ceasefires.choices import Relation
from ceasefires.models import Violation
from ceasefires.models.violation import OCCURRED
from ceasefires.rules.fuzzy import span_of

from .moments import in_words

SHOWN = 5
NEAR_KM, KM_PER_DEGREE = 25, 111
LONGEST_SPAN = timedelta(days=367)
# The instants that an act's ``occurred`` can mean.
SPAN = Func(
    "occurred_at",
    "occurred_precision",
    "ceasefire__time_zone",
    function="ceasefires_span",
    output_field=DateTimeRangeField(),
)


def link_to(record: Model, text: str = "") -> SafeString:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[record.pk]), text or record)


def warnings_on(violation: Violation) -> Iterator[SafeString]:
    yield from _placed(violation)
    yield from _out_of_order(violation)
    if not violation.reports.exists():
        yield format_html("{} has no source: add a report.", link_to(violation, "This act"))
    if alike := list(resembling(violation)[:SHOWN]):
        links = format_html_join(", ", "{}", ((link_to(each, summary(each)),) for each in alike))
        yield format_html(
            "{} resembles acts already logged: {}.", link_to(violation, "This"), links
        )


def _placed(violation: Violation) -> Iterator[SafeString]:
    ceasefire = link_to(violation.ceasefire)
    if violation.relation == Relation.INDETERMINATE:
        yield format_html(
            "Whether this act lies in the window of {} is open: it does not count as a violation "
            "until its instant, or a report’s words, decide it.",
            ceasefire,
        )
    elif violation.relation != Relation.DURING:
        yield format_html(
            "This act lies outside the window of {}: {} It does not count as a violation.",
            ceasefire,
            Relation(violation.relation).definition,
        )
    if violation.bound is False:
        yield format_html("{} was not bound by {}.", violation.attributed_to, ceasefire)


def _out_of_order(violation: Violation) -> Iterator[SafeString]:
    """What would have been known of the act before it can have happened."""
    occurred, zone = violation.occurred.at, ZoneInfo(violation.ceasefire.time_zone)
    verified = span_of(violation.verified.at, violation.verified.precision, zone)
    for what, early in (
        ("first reported", occurred and violation.first_reported < occurred),
        ("verified", occurred and verified and verified.high < occurred),
    ):
        if early:
            yield format_html("This act is {} before it happened: check both instants.", what)


def summary(violation: Violation) -> str:
    when = in_words(violation.occurred, violation.ceasefire.time_zone)
    place = violation.place_name or "place not named"
    return f"{violation.get_kind_display()}, {when}, {place}"


def resembling(violation: Violation) -> QuerySet[Violation]:
    """Other acts of its ceasefire, kind and party, at a time and place that may be the same."""
    acts = Violation.objects.filter(
        _near(violation),
        ceasefire=violation.ceasefire_id,
        kind=violation.kind,
        attributed_to=violation.attributed_to_id,
    )
    others = acts.exclude(pk=violation.pk).select_related("ceasefire")
    return _overlapping(others, violation).order_by("-pk")


def _overlapping(acts: QuerySet[Violation], violation: Violation) -> QuerySet[Violation]:
    """Those whose span of possible instants meets that of ``violation``; all undated ones of it."""
    zone = ZoneInfo(violation.ceasefire.time_zone)
    span = span_of(violation.occurred.at, violation.occurred.precision, zone)
    if span is None:
        return acts.filter(occurred_at=None)
    mine = DateTimeTZRange(span.low, span.high, "[]" if span.closed else "[)")
    around = (span.low - LONGEST_SPAN, span.high)  # which the index serves
    nearby = acts.alias(counted=OCCURRED, span=SPAN).filter(counted__range=around)
    return nearby.filter(span__overlap=mine)


def _near(violation: Violation) -> Q:
    """Close by, or of the same name; an act without a place may be anywhere."""
    nowhere = Q(latitude=None, place_name="")
    named = Q(place_name__iexact=violation.place_name)
    if violation.latitude is not None:
        close = _within_a_box(float(violation.latitude), float(violation.longitude))
        return close | Q(latitude=None) & named | nowhere
    return named | nowhere if violation.place_name else Q()


def _within_a_box(latitude: float, longitude: float) -> Q:
    north = NEAR_KM / KM_PER_DEGREE
    east = north / max(cos(radians(latitude)), 0.01)
    return Q(
        latitude__range=(latitude - north, latitude + north),
        longitude__range=(longitude - east, longitude + east),
    )
