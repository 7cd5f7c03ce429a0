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
from .rows import Row, read
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
    """``met``: the identifiers that the files of a run name, also in rows that are refused."""

    def __init__(self, options: Options) -> None:
        self.options, self.met = options, set[str]()
        self.origins: list[Origin] = []

    def take(self, lines: Sequence[Line], origin: Origin) -> None:
        if self.origins and self.origins[-1] is origin:
            return _refuse_rest(lines, origin)
        self.origins.append(origin)
        rows = list(self._rows(lines, origin))
        _store(_joined(rows, origin), origin)

    def finish(self, origin: Origin) -> None:
        if not self.options.complete:
            return
        if any(each.counts.refused for each in self.origins):
            told = "nothing is withdrawn where rows are refused: they may tell of it."
            return origin.note(1, Bad("uniq_id", "", told))
        gone, kept = vanished(self.met)
        withdraw(*gone)
        origin.counts.withdrawn += len(gone)
        for each in kept:
            told = (
                f"is told of no more; {each.slug} stays, as others have recorded something of it."
            )
            origin.note(1, Bad("uniq_id", each.ethprio_id, told))

    def _rows(self, lines: Sequence[Line], origin: Origin) -> Iterator[Row]:
        """Those that can be read, of ceasefires of which all can."""
        rows, broken = [], dict[str, int]()
        for line in lines:
            try:
                rows.append(read(line.number, line.cells))
                self.met.add(rows[-1].ceasefire)
            except Bad as bad:
                origin.refuse(line.number, bad)
                broken.setdefault(line.cells["uniq_id"].removesuffix(".0"), line.number)
        for row in rows:
            if other := broken.get(row.ceasefire):
                told = f"is of one ceasefire with line {other}, which is refused."
                origin.refuse(row.line, Bad("uniq_id", row.ceasefire, told))
            else:
                yield row


def _refuse_rest(lines: Iterable[Line], origin: Origin) -> None:
    for line in lines:
        told = f"comes after {MOST_ROWS:,} rows, and the dataset does not have so many."
        origin.refuse(line.number, Bad("", "", told))


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
            f"is that of another ceasefire: row {own[0].number} has it as one of {begun(own[0])}."
        )
        origin.refuse(row.line, Bad("uniq_id", row.ceasefire, told))
    return own


def _store(ceasefires: Sequence[Ceasefire], origin: Origin) -> None:
    places, notes = places_of(ceasefires), dict[str, list[Bad]]()

    def write(given: Sequence[Ceasefire]) -> None:
        notes.update(Writing(given, places, origin).run())

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
