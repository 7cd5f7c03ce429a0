"""Rows of the dataset, taken a file at a time, as those of one ceasefire may lie anywhere in it."""

from collections.abc import Iterable, Iterator, Sequence

from ceasefires.actions import withdraw
from ceasefires.interchange import reading
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import Options, Origin
from ceasefires.interchange.reading import Line, Lines, Opened

from . import NAME
from .actors import Actors
from .codes import REQUIRED
from .directory import places_of
from .joining import Ceasefire, apart, begun, joined
from .rows import Row, identifier_of, read
from .vanishing import vanished
from .writing import Writing

MOST_ROWS = 20_000  # of a file; the release of 2022 has 4,091


class EthPrio:
    name = NAME
    publisher = "ETH Zürich and Peace Research Institute Oslo (PRIO)"
    title = "ETH/PRIO Civil Conflict Ceasefire Dataset"
    link = "https://doi.org/10.1177/00220027221129195"
    licence = "No terms are stated: cite Clayton et al. 2022, doi 10.1177/00220027221129195."
    batch: int | None = MOST_ROWS

    def lines(self, file: Opened) -> Lines:
        return reading.lines(file, REQUIRED)

    def loader(self, options: Options) -> "Loader":
        return Loader(options)


class Loader:
    """``met``: the identifiers that the files of a run name, also in rows that are refused.
    ``unplaced``: how many rows name none that can be read, and may tell of any ceasefire."""

    def __init__(self, options: Options) -> None:
        self.options, self.met, self.unplaced = options, set[str](), 0
        self.last: Origin | None = None

    def take(self, lines: Sequence[Line], origin: Origin) -> None:
        if self.last is origin:
            return self._refuse_rest(lines, origin)
        self.last = origin
        self.unplaced += origin.counts.refused  # rows that are no rows at all
        ceasefires = _joined(list(self._rows(lines, origin)), origin)
        _store(ceasefires, origin, whole=not self.unplaced)

    def finish(self, origin: Origin) -> None:
        if not self.options.complete:
            return
        if self.unplaced:
            told = "nothing is withdrawn: rows that are refused may tell of any ceasefire."
            return origin.note(1, Bad("uniq_id", "", told))
        gone, kept = vanished(self.met)
        withdraw(*gone)
        origin.counts.withdrawn += len(gone)
        for each in kept:
            told = (
                f"is told of no more; {each.slug} stays, as others have recorded something of it."
            )
            origin.note(1, Bad("uniq_id", each.ethprio_id, told))

    def _refuse_rest(self, lines: Sequence[Line], origin: Origin) -> None:
        self.unplaced += len(lines)
        for line in lines:
            told = f"comes after {MOST_ROWS:,} rows, and the dataset does not have so many."
            origin.refuse(line.number, Bad("", "", told))

    def _rows(self, lines: Sequence[Line], origin: Origin) -> Iterator[Row]:
        """Those that can be read, of ceasefires of which all can."""
        broken: dict[str, int] = {}
        for row in [row for line in lines if (row := self._row(line, origin, broken))]:
            if other := broken.get(row.ceasefire):
                told = f"is of one ceasefire with line {other}, which is refused."
                origin.refuse(row.line, Bad("uniq_id", row.ceasefire, told))
            else:
                yield row

    def _row(self, line: Line, origin: Origin, broken: dict[str, int]) -> Row | None:
        """``broken``: a line that cannot be read, by its ceasefire."""
        identifier = ""
        try:
            identifier = identifier_of(line.cells)
            return read(line.number, line.cells)
        except Bad as bad:
            origin.refuse(line.number, bad)
            broken.setdefault(identifier, line.number)
            self.unplaced += not identifier
            return None
        finally:
            self.met.add(identifier)


def _joined(rows: Sequence[Row], origin: Origin) -> list[Ceasefire]:
    actors = Actors(row.actor for row in rows)
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.ceasefire, []).append(row)
    return [joined(_own(group, origin), actors) for group in grouped.values()]


def _own(rows: Sequence[Row], origin: Origin) -> list[Row]:
    """The rows of a ceasefire, without those of another that the dataset gives the same id."""
    own, strays = apart(rows)
    for row in strays:
        told = (
            f"is that of another ceasefire too: the row whose id is {own[0].number} has it "
            f"as one of {begun(own[0])}, and that ceasefire is taken."
        )
        origin.refuse(row.line, Bad("uniq_id", row.ceasefire, told))
    return own


def _store(ceasefires: Sequence[Ceasefire], origin: Origin, whole: bool) -> None:
    """``whole``: that no row is missing, as far as anyone can tell."""
    places, notes = places_of(ceasefires), dict[str, list[Bad]]()

    def write(given: Sequence[Ceasefire]) -> None:
        notes.update(Writing(given, places, origin, whole).run())

    refused = {each.identifier: bad for each, bad in origin.store(ceasefires, write)}
    for each in ceasefires:
        if bad := refused.get(each.identifier):
            for line in each.lines:
                origin.refuse(line, bad)
        else:
            _note(each, notes.get(each.identifier, []), origin)


def _note(ceasefire: Ceasefire, notes: Iterable[Bad], origin: Origin) -> None:
    for remark in ceasefire.remarks:
        origin.note(remark.line, Bad(remark.field, remark.value, remark.reason))
    for note in notes:
        origin.note(ceasefire.lines[0], note)
