"""A format for tests of what all formats share: each row is a party."""

from collections.abc import Sequence
from pathlib import Path

from ceasefires.choices import PartyKind
from ceasefires.interchange import cells, reading
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import AT_ONCE, Options, Origin
from ceasefires.interchange.reading import Line, Lines, Opened
from ceasefires.models import Party


class Parties:
    name, publisher, title = "parties", "Example Data", "Parties of the world"
    link, licence, batch = "https://example.org/parties", "CC BY 4.0", AT_ONCE

    def lines(self, file: Opened) -> Lines:
        return reading.lines(file, ["slug", "name"])

    def loader(self, options: Options) -> "Loader":
        return Loader(options)


class Loader:
    def __init__(self, options: Options) -> None:
        self.options, self.met = options, set[str]()

    def take(self, lines: Sequence[Line], origin: Origin) -> None:
        good = []
        for line in lines:
            try:
                cells.needed(line.cells, "name")
                good.append(line)
            except Bad as bad:
                origin.refuse(line.number, bad)

        def write(lines: Sequence[Line]) -> None:
            for line in lines:
                self._keep(line, origin)

        for line, reason in origin.store(good, write):
            origin.refuse(line.number, reason)

    def _keep(self, line: Line, origin: Origin) -> None:
        self.met.add(line.cells["slug"])
        party = Party.objects.filter(slug=line.cells["slug"]).first()
        if party and party.name == line.cells["name"]:
            origin.counts.unchanged += 1
            return
        origin.source()
        if party:
            Party.objects.filter(pk=party.pk).update(name=line.cells["name"])
            origin.counts.updated += 1
        else:
            Party.objects.create(**line.cells, kind=PartyKind.STATE.value)
            origin.counts.created += 1

    def finish(self, origin: Origin) -> None:
        if self.options.complete:
            gone = Party.objects.exclude(slug__in=self.met)
            origin.counts.withdrawn += gone.delete()[0]


def written(path: Path, *lines: str, header: str = "slug,name") -> Path:
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path
