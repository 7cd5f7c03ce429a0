"""Ceasefires that imports made, and that no row tells of any more."""

from collections.abc import Collection

from django.db.models import Q

from ceasefires.models import Ceasefire, Source

from . import NAME
from .history import made_by_imports, touched_by_others

# What only others record of a ceasefire, and claims, whose source tells whose they are.
RECORDED = ("violations", "negotiation_rounds", "followed_by")
CLAIMED = ("amendments", "assessments", "codings", "statements", "terms")


def vanished(met: Collection[str]) -> tuple[list[Ceasefire], list[Ceasefire]]:
    """Those on which nothing hangs that others have recorded; and the rest."""
    told = Ceasefire.objects.exclude(ethprio_id="").exclude(ethprio_id__in=met)
    own = made_by_imports(told.values_list("pk", flat=True))
    others = touched_by_others(own) | _recorded_by_others(own)
    free = Ceasefire.objects.filter(pk__in=own - others)
    return list(free), list(Ceasefire.objects.filter(pk__in=own & others))


def _recorded_by_others(ceasefires: Collection[int]) -> set[int]:
    foreign = Source.objects.exclude(dataset=NAME).values("pk")
    among = Ceasefire.objects.filter(pk__in=ceasefires)
    recorded = Q()
    for name in RECORDED:
        recorded |= Q(**{f"{name}__isnull": False})
    for name in CLAIMED:
        recorded |= Q(**{f"{name}__source__in": foreign})
    return set(among.filter(recorded).values_list("pk", flat=True).distinct())
