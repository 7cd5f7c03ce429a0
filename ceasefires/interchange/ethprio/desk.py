"""What one attempt at writing adds, stored at the end all at once."""

from collections.abc import Iterable, Sequence

from django.db import connection

from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import Origin
from ceasefires.models import Ceasefire, Citation, Coding, Participation, Source

from . import NAME
from .columns import end_of
from .history import withdrawn_codings
from .joining import Ceasefire as Given
from .joining import Told
from .rows import End
from .wanting import Wanted
from .wording import locator

AT_ONCE = 200  # rows: a statement may take only so long
CITED_OF_PART = ["role", "side", "ended", "end_type"]


class Desk:
    """Records are added by ``code``, ``cite`` and ``add_part``, and stored by ``store``."""

    def __init__(self, origin: Origin, existing: Iterable[Ceasefire]) -> None:
        self.origin = origin
        self.ceasefires: list[Ceasefire] = []
        self.notes: dict[str, list[Bad]] = {}
        self._parts: list[Participation] = []
        self._citations: list[Citation] = []
        self._codings: list[Coding] = []
        mine = Source.objects.filter(dataset=NAME)
        there = Coding.objects.filter(source__in=mine, ceasefire__in=[x.pk for x in existing])
        self._coded = withdrawn_codings(mine.values_list("pk", flat=True))
        self._coded.update(there.values_list("ceasefire_id", "field", "value"))

    @property
    def source(self) -> Source:
        return self.origin.source()

    def note(self, given: Given, told: Bad) -> None:
        self.notes.setdefault(given.identifier, []).append(told)

    def code(self, ceasefire: Ceasefire, given: Given, told: Iterable[Told]) -> bool:
        """Whether some of it was not said yet by this dataset."""
        known = self._coded
        new = [each for each in told if (ceasefire.pk, each.field, each.value) not in known]
        for each in new:
            coding = Coding(
                ceasefire=ceasefire,
                field=each.field,
                value=each.value,
                source=self.source,
                locator=locator(given.identifier, each.numbers),
                claimant=self.origin.format.title,
            )
            self._codings.append(coding)
        return bool(new)

    def cite(self, ceasefire: Ceasefire, given: Given, fields: list[str]) -> None:
        where = locator(given.identifier, given.numbers)
        cited = Citation(ceasefire=ceasefire, source=self.source, locator=where, fields=fields)
        self._citations.append(cited)

    def add_part(self, ceasefire: Ceasefire, given: Given, wanted: Wanted) -> None:
        part = Participation(
            ceasefire=ceasefire, party=wanted.party, role=wanted.role, side=wanted.side
        )
        self.end(part, wanted.end, ceasefire.time_zone)
        self._parts.append(part)
        self.cite_part(part, given, wanted)

    def end(self, part: Participation, end: End, zone: str) -> None:
        """An end is known from when this source was public, and not from when others were."""
        part.ended, part.end_type = end_of(end, zone)
        part.ended_known_from = self.source.public_from if end.type else None

    def cite_part(self, part: Participation, given: Given, wanted: Wanted) -> None:
        where, fields = locator(given.identifier, wanted.said.numbers), CITED_OF_PART
        cited = Citation(participation=part, source=self.source, locator=where, fields=fields)
        self._citations.append(cited)

    def store(self) -> None:
        """A ceasefire comes after its parts and citations, so that its state is derived but once.

        What is cited already by the same rows of the same source stays as it is.
        """
        with connection.cursor() as cursor:
            # Triggers keep the plans that they make while tables are small, which read all of them.
            cursor.execute("SET LOCAL enable_seqscan = off")
        _number(self.ceasefires)
        Participation.objects.bulk_create(self._parts, AT_ONCE)
        Citation.objects.bulk_create(self._citations, AT_ONCE, ignore_conflicts=True)
        Ceasefire.objects.bulk_create(self.ceasefires, AT_ONCE)
        Coding.objects.bulk_create(self._codings, AT_ONCE)


def _number(ceasefires: Sequence[Ceasefire]) -> None:
    """Give them the keys by which others refer to them, before they are stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('ceasefires_ceasefire', 'id'))"
            " FROM generate_series(1, %s)",
            [len(ceasefires)],
        )
        for ceasefire, (key,) in zip(ceasefires, cursor.fetchall(), strict=True):
            ceasefire.pk = key
