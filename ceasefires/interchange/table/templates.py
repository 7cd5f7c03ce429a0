"""Templates of our own tables: a header, an example, and in a spreadsheet help as one types."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, NamedTuple, TextIO

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ceasefires.choices import Purpose
from ceasefires.models import Ceasefire, Report, Violation
from ceasefires.spreadsheets import escaped

from . import acts, truces
from .rows import Part

MOST_ROWS = 10_000  # that are given help
LONGEST_PROMPT = 255
SEVERAL = "Several: with semicolons between them."
LOCAL = "Local time there, as exactly as is known: 2014-08-05 08:00, 2014-08-05, 2014-08 or 2014."
HELP = {
    "id": "Leave it empty for a new act. Found in the API and in exports.",
    "event": "Your own identifier of the act, such as log-17: by it, the same row is found again.",
    "ceasefire": "The ceasefire that it bears on, by its slug.",
    "attributed_to": "The party that is said to have done it, by its slug; empty: nobody is named.",
    "latitude": "Degrees north, such as 31.525; negative in the south.",
    "longitude": "Degrees east, such as 34.595; negative in the west.",
    "source": "The publication that says so, by its slug; empty: none.",
    "slug": "The public identifier: by it, the same row is found again.",
    "conflict": "The conflict that it belongs to, by its slug.",
    "purposes": f"{SEVERAL} {', '.join(each.value for each in Purpose)}",
    "planned_duration": "How long it is to last, such as PT72H or P3D.",
    "side_a": f"Parties that declared it, by slug. {SEVERAL} More sides: side_c, side_d …",
    "side_b": f"Parties on the other side, by slug. {SEVERAL}",
    "mediators": f"Parties, by slug. {SEVERAL} Also: guarantors, monitors.",
    "follows": "The earlier ceasefire that it follows, by its slug.",
}
NEEDED = {"ceasefire", "kind", "slug", "name", "conflict"}
# What the fixture holds already, so that it changes nothing where it is imported by mistake.
EXAMPLES = {
    "violations": {
        "id": "0147a89d-8017-7bb7-867d-dba6eba2679b",
        "ceasefire": "gaza-2014-08-05-72h",
        "kind": "rocket_fire",
        "attributed_to": "hamas",
        "occurred_local": "2014-08-05 07:00",
        "occurred_precision": "hour",
        "place_name": "Across the border between Gaza and Israel",
        "geo_precision": "unknown",
        "quantity_value": "16",
        "quantity_qualifier": "exact",
        "quantity_unit": "rockets",
        "verification": "alleged",
        "response": "none",
        "description": "Hamas is reported to have fired 16 rockets, minutes before the truce took "
        "effect.",
        "source": "al-jazeera-2014-08-06",
        "locator": "paragraph 7",
        "claimant": "Al Jazeera",
    },
    "ceasefires": {
        "slug": "gaza-2014-08-05-72h",
        "name": "72-hour Gaza truce of 5 August 2014",
        "conflict": "gaza-2014",
        "time_zone": "Asia/Gaza",
        "declaration": "bilateral",
        "ceasefire_class": "unknown",
        "purposes": "humanitarian",
        "scope": "unknown",
        "written": "unclear",
        "implementation_mechanism": "unclear",
        "enforcement": "unclear",
        "effective_local": "2014-08-05 08:00",
        "effective_precision": "minute",
        "scheduled_end_local": "2014-08-08 08:00",
        "scheduled_end_precision": "minute",
        "planned_duration": "PT72H",
        "side_a": "israel",
        "side_b": "palestinian-factions; hamas",
        "mediators": "egypt",
        "identifiers_ethprio": "666092",
        "source": "al-jazeera-2014-08-06",
        "locator": "paragraph 1",
    },
}


class Column(NamedTuple):
    name: str
    told: str
    values: Sequence[str] = ()


def columns(kind: str) -> list[Column]:
    if kind == "violations":
        told = _columns(Violation, acts.PARTS)
        read_in = _columns(Report, acts.READ_IN)
        return [Column("id", HELP["id"]), *told, *read_in]
    told = _columns(Ceasefire, [truces.SLUG, *truces.PARTS])
    follows = Column("follows", HELP["follows"])
    place = next(n for n, each in enumerate(told) if each.name == "follows_as")
    return [*told[:place], follows, *told[place:], *_columns(Report, truces.READ_IN)]


def _columns(model: type[Model], parts: Iterable[Part]) -> list[Column]:
    return [
        Column(f"{part.name}{ending}", *_told(model, part, ending))
        for part in parts
        for ending in part.shown
    ]


def _told(model: type[Model], part: Part, ending: str) -> tuple[str, Sequence[str]]:
    """What a column means, and the values it takes, if they are counted."""
    name = f"{part.name}{ending}"
    try:
        column: Any = model._meta.get_field(f"{part.attribute}{ending.replace('_local', '_at')}")
    except FieldDoesNotExist:
        return HELP[name], ()
    told = HELP.get(name) or str(column.help_text)
    values = [] if name in HELP else [value for value, _ in column.choices or () if value]
    return f"{told} {LOCAL}" if ending == "_local" else told, values


def write_csv(kind: str, out: TextIO) -> None:
    write = csv.writer(out, lineterminator="\n").writerow
    names = [each.name for each in columns(kind)]
    write(names)
    write([escaped(EXAMPLES[kind].get(name, "")) for name in names])


def write_workbook(kind: str, out: BinaryIO) -> None:
    book, listed = Workbook(), columns(kind)
    table = book.worksheets[0]
    table.title = kind
    table.append([each.name for each in listed])
    table.append([EXAMPLES[kind].get(each.name, "") for each in listed])
    table.freeze_panes = "A2"
    meanings = book.create_sheet("columns")
    meanings.append(["column", "needed", "meaning", "values"])
    values = book.create_sheet("values")
    for number, each in enumerate(listed, 1):
        _complete(table, number, each)
        meanings.append([each.name, _needed(each), each.told, ", ".join(each.values)])
        for row, value in enumerate(each.values, 1):
            values.cell(row, number, value)
    book.save(out)


def _needed(column: Column) -> str:
    return "yes" if column.name in NEEDED else ""


def _complete(table: Any, number: int, column: Column) -> None:
    """Help as one types: what the column means, and a list of its values, if it has one."""
    letter = get_column_letter(number)
    table.cell(1, number).font = Font(bold=True)
    table.column_dimensions[letter].width = max(14, len(column.name) + 2)
    for each in (table.column_dimensions[letter], table.cell(2, number)):
        each.number_format = "@"  # dates stay as they are typed
    listed = f"values!${letter}$1:${letter}${len(column.values)}" if column.values else None
    rule = DataValidation(type="list" if listed else None, formula1=listed, allow_blank=True)
    rule.showInputMessage, rule.showErrorMessage = True, bool(listed)
    rule.promptTitle, rule.prompt = column.name[:32], column.told[:LONGEST_PROMPT]
    table.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{MOST_ROWS}")
