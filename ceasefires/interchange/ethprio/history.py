"""What of the records at hand imports of this dataset have written, and what others have."""

from collections.abc import Iterable
from typing import Any

from ceasefires.interchange.importing import WRITTEN_BY
from ceasefires.models import Version

from . import NAME

BY_IMPORT = f"{WRITTEN_BY} {NAME} "
CEASEFIRE, PART, CODING = (
    f"ceasefires_{each}" for each in ("ceasefire", "participation", "coding")
)
OF_CEASEFIRES = Version.objects.filter(resource="ceasefires")


def made_by_imports(ceasefires: Iterable[int]) -> set[int]:
    """Which of some ceasefires (primary keys) an import has made."""
    made = OF_CEASEFIRES.filter(
        owner__in=map(str, ceasefires),
        record=CEASEFIRE,
        action="created",
        request_id__startswith=BY_IMPORT,
    )
    return {int(owner) for owner in made.values_list("owner", flat=True)}


def touched_by_others(ceasefires: Iterable[int]) -> set[int]:
    """Which of some ceasefires, or their parts, anybody has written who is no import."""
    others = OF_CEASEFIRES.filter(owner__in=map(str, ceasefires)).exclude(
        request_id__startswith=BY_IMPORT
    )
    return {int(owner) for owner in others.values_list("owner", flat=True)}


def withdrawn_by_others(identifiers: Iterable[str]) -> set[str]:
    """Which identifiers were those of a ceasefire when somebody, and no import, withdrew it."""
    gone = OF_CEASEFIRES.filter(
        part="", record=CEASEFIRE, action="deleted", row__ethprio_id__in=list(identifiers)
    )
    last = dict(gone.order_by("id").values_list("row__ethprio_id", "request_id"))
    return {each for each, request in last.items() if not request.startswith(BY_IMPORT)}


def withdrawn_codings(sources: Iterable[int]) -> set[tuple[int, str, str]]:
    """The codings of some sources that were withdrawn, by ceasefire, field and value."""
    gone = Version.objects.filter(
        resource="codings", record=CODING, action="deleted", row__source_id__in=list(sources)
    )
    return set(gone.values_list("row__ceasefire_id", "row__field", "row__value"))


class History:
    """Of some ceasefires and their parts: the row as it is, and as an import wrote it last."""

    def __init__(self, ceasefires: Iterable[int]) -> None:
        self._now: dict[tuple[str, str], Any] = {}
        self._imported: dict[tuple[str, str], Any] = {}
        self._withdrawn = set[tuple[str, str]]()
        written = OF_CEASEFIRES.filter(
            owner__in=map(str, ceasefires), record__in=[CEASEFIRE, PART]
        ).order_by("id")
        for version in written.iterator():
            at = version.record, version.pk_of_row
            self._now[at] = version.row
            if version.request_id.startswith(BY_IMPORT):
                self._imported[at] = version.row
                if version.action == "deleted":
                    self._withdrawn.add(at)

    def is_edited(self, record: str, key: int, columns: Iterable[str]) -> bool:
        """Whether one of these columns is no more what an import wrote last."""
        at = record, str(key)
        now, imported = self._now.get(at), self._imported.get(at)
        return not (now and imported) or any(now[name] != imported[name] for name in columns)

    def took_part(self, ceasefire: int, party: int, role: str) -> bool:
        """Whether an import has added a part of a party, and has not itself withdrawn it."""
        wanted = ceasefire, party, role
        return any(
            (row["ceasefire_id"], row["party_id"], row["role"]) == wanted
            for at, row in self._imported.items()
            if at[0] == PART and at not in self._withdrawn
        )

    def wrote_part(self, key: int) -> bool:
        return (PART, str(key)) in self._imported
