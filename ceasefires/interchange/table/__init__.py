"""Our own tables of violations and ceasefires: as CSV, or as a spreadsheet."""

from collections.abc import Sequence

from ceasefires.interchange.importing import AT_ONCE, Options, Origin
from ceasefires.interchange.reading import Line, Opened, Table, Unreadable, lacking, lines
from ceasefires.interchange.sheets import Sheet, is_workbook
from ceasefires.models import Ceasefire, Violation

from . import acts, truces
from .vanishing import withdraw_vanished

NO_SUCH = "Line 1 names columns that there are none of: {}. See `manage.py template {}`."


class OwnTables:
    """Its rows name their own sources: the file is none."""

    name, title = "table", "Tables of violations and of ceasefires"
    publisher = link = licence = ""
    batch: int | None = AT_ONCE

    def lines(self, file: Opened) -> Table:
        table = Sheet(file.raw) if is_workbook(file.raw) else lines(file, ())
        kind = kind_of(table.columns)
        known = acts.COLUMNS if kind == "violations" else truces.COLUMNS
        if strange := [name for name in table.columns if name and name not in known]:
            raise Unreadable(NO_SUCH.format(", ".join(strange)[:500], kind))
        return table

    def loader(self, options: Options) -> "Loader":
        return Loader(options)


def kind_of(columns: Sequence[str]) -> str:
    """Acts name their ceasefire; a ceasefire has a slug."""
    if "ceasefire" in columns:
        return "violations"
    if "slug" in columns:
        return "ceasefires"
    told = lacking(["ceasefire (of violations) or slug (of ceasefires)"], columns)
    raise Unreadable(f"{told} See `manage.py template`.")


class Loader:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.acts, self.truces = acts.Acts(options), truces.Truces()

    def take(self, lines: Sequence[Line], origin: Origin) -> None:
        of_acts = "ceasefire" in lines[0].cells
        (self.acts if of_acts else self.truces).take(lines, origin)

    def finish(self, origin: Origin) -> None:
        self.truces.finish()
        if self.options.complete and self.acts.kept:
            withdraw_vanished(Violation, self.acts.kept, "pk", origin)
        if self.options.complete and self.truces.met:
            withdraw_vanished(Ceasefire, self.truces.met, "slug", origin)


TABLE = OwnTables()
