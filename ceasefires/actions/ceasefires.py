"""Ceasefires: to extend, suspend, resume, end and supersede them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from ceasefires.choices import AmendmentKind, EndType, FollowsAs, Role
from ceasefires.models import Amendment, Ceasefire, Citation, Participation, Source
from ceasefires.models.fields import FuzzyInstant
from ceasefires.rules.fuzzy import span_of

from .records import UNDATED, Refused, hold

END = ("ended", "end_type", "ended_known_from")


def extend(amendment: Amendment) -> None:
    """Store an extension: it ends after the ceasefire began."""
    began = amendment.ceasefire.effective.at
    at, precision = amendment.new_scheduled_end
    zone = ZoneInfo(amendment.ceasefire.time_zone)
    span = span_of(at, precision, zone)
    if began and span and span.high <= began:
        raise Refused(amendment, "new_scheduled_end", "lies before the ceasefire took effect.")
    amendment.save()


def suspend(amendment: Amendment) -> None:
    """Store a suspension."""
    amendment.save()


def resume(amendment: Amendment) -> None:
    """Store a resumption: something was suspended before it."""
    suspensions = Amendment.objects.filter(
        ceasefire=amendment.ceasefire, kind=AmendmentKind.SUSPENSION.value
    )
    began = amendment.effective.at
    suspensions = suspensions.exclude(pk=amendment.pk)
    earlier = Q(effective_at=None) | Q(effective_at__lte=began) if began else Q()
    if not suspensions.filter(earlier).exists():
        raise Refused(amendment, "kind", "nothing was suspended before it: record that first.")
    amendment.save()


BY_KIND = {
    AmendmentKind.EXTENSION: extend,
    AmendmentKind.SUSPENSION: suspend,
    AmendmentKind.RESUMPTION: resume,
}


def amend(amendment: Amendment) -> None:
    """Store an amendment, new or changed, by the rules of its kind."""
    BY_KIND[AmendmentKind(amendment.kind)](amendment)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source something is read."""

    source: Source
    locator: str


def unended_parts(ceasefire: Ceasefire) -> QuerySet[Participation]:
    """The parts of those who declared a ceasefire of which no end is known."""
    return ceasefire.participations.filter(role=Role.DECLARING.value, end_type="")


@transaction.atomic
def end_participation(
    *, part: Participation, ended: FuzzyInstant, end_type: str, read_in: Place
) -> None:
    """A party's part has ended, as a source says; known from that source's publication."""
    if read_in.source.public_from is None:
        raise Refused(part, "source", f"name one that says when it was public: {UNDATED}")
    part.ended, part.end_type = ended, end_type
    part.ended_known_from = read_in.source.public_from
    part.save()
    cited, _new = Citation.objects.get_or_create(
        participation=part,
        source=read_in.source,
        locator=read_in.locator,
        defaults={"fields": list(END)},
    )
    if cited.fields and set(END) - set(cited.fields):
        cited.fields = list(dict.fromkeys([*cited.fields, *END]))
        cited.save()


@transaction.atomic
def supersede(*, earlier: Ceasefire, later: Ceasefire, read_in: Place) -> None:
    """A ceasefire takes another's place, as a source says.

    Every declaring part of the earlier one that has not ended ends as the later one takes effect.
    """
    for each in (earlier, later):
        hold(each)
        each.refresh_from_db()  # as it stands now, and not as it was read
    if later.follows_id not in (None, earlier.pk):
        raise Refused(later, "follows", f"it follows {later.follows} already.")
    later.follows, later.follows_as = earlier, FollowsAs.SUPERSEDES.value
    later.save(update_fields=["follows", "follows_as"])
    for part in unended_parts(earlier):
        end_participation(
            part=part,
            ended=later.effective,
            end_type=EndType.SUPERSEDED.value,
            read_in=read_in,
        )
