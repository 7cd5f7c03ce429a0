"""A ceasefire that an import made, brought up to date, but for what somebody has changed since."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ceasefires.actions import withdraw
from ceasefires.interchange.findings import Bad
from ceasefires.models import Ceasefire, Participation

from .codes import COLUMNS
from .columns import columns, end_of, told_as
from .desk import Desk
from .history import CEASEFIRE, PART, History
from .joining import Ceasefire as Given
from .joining import Told
from .wanting import Wanted

STAYS = "was changed here since an import wrote it: that stays, and this is kept as a coding."
GONE = "was withdrawn here since an import wrote it: this is kept as a coding."
NO_MORE = "was changed here since an import wrote it: it stays, although no row tells of it now."
END_COLUMNS = ("ended_at", "ended_precision", "end_type", "ended_known_from")
PART_COLUMNS = ("party_id", "role", "side", *END_COLUMNS)


class Update:
    """``kept``: what the dataset says where others have said something else since."""

    def __init__(
        self, given: Given, there: Ceasefire, desk: Desk, history: Callable[[], History]
    ) -> None:
        self.given, self.there, self.desk = given, there, desk
        self.history = history
        self.kept: list[Told] = []

    def fields(self, wanted: Mapping[str, Any]) -> bool:
        """Whether some of its own fields were changed."""
        differing = [name for name in wanted if getattr(self.there, name) != wanted[name]]
        free = [name for name in differing if self._free(name)]
        for name in free:
            setattr(self.there, name, wanted[name])
        if free:
            self.there.save(update_fields=[each for name in free for each in columns(name)])
            self.desk.cite(self.there, self.given, free)
        return bool(free)

    def _free(self, name: str) -> bool:
        if not self.history().is_edited(CEASEFIRE, self.there.pk, columns(name)):
            return True
        field = told_as(name)
        for each in self.given.told:
            if each.taken and each.field == field:
                self._keep(each, STAYS)
        return False

    def parts(self, wanted: Sequence[Wanted], whole: bool) -> bool:
        """Whether some parts were changed, added or withdrawn."""
        rest = {(each.party_id, each.role): each for each in self.there.participations.all()}
        pairs = [(each, rest.pop((each.party.pk, each.role), None)) for each in wanted]
        changed = [self._change(each, part) if part else self._add(each) for each, part in pairs]
        return any([*changed, *(self._withdraw(part) for part in rest.values() if whole)])

    def _change(self, wanted: Wanted, part: Participation) -> bool:
        end = end_of(wanted.end, self.there.time_zone)
        if (part.side, part.ended, part.end_type) == (wanted.side, *end):
            return False
        if self.history().is_edited(PART, part.pk, PART_COLUMNS):
            said = wanted.said._replace(field="ended", value=f"{wanted.party}: {wanted.end}")
            self._keep(said, STAYS)
            return False
        part.side = wanted.side
        if (part.ended, part.end_type) != end:  # else it is known from when it was
            self.desk.end(part, wanted.end, self.there.time_zone)
        part.save()
        self.desk.cite_part(part, self.given, wanted)
        return True

    def _add(self, wanted: Wanted) -> bool:
        """New, unless an import has added it before, and somebody has withdrawn or moved it."""
        if self.history().took_part(self.there.pk, wanted.party.pk, wanted.role):
            self._keep(wanted.said, GONE)
            return False
        self.desk.add_part(self.there, self.given, wanted)
        return True

    def _withdraw(self, part: Participation) -> bool:
        """A part that an import added, and that no row tells of any more."""
        if not self.history().wrote_part(part.pk):
            return False
        if self.history().is_edited(PART, part.pk, PART_COLUMNS):
            self.desk.note(self.given, Bad("actor_name", part.party.name, NO_MORE))
            return False
        withdraw(part)
        return True

    def _keep(self, said: Told, reason: str) -> None:
        self.kept.append(said)
        column = COLUMNS.get(said.field, said.field)
        self.desk.note(self.given, Bad(column, said.value, reason))
