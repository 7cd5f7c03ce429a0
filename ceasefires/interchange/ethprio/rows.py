"""A row of the dataset: what it says of a ceasefire, and of one actor's part in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ceasefires.interchange.cells import Cells, needed, text, whole
from ceasefires.interchange.findings import Bad

from .actors import Actor
from .codes import (
    BLURRED,
    CODED,
    DATES,
    ENDED,
    IDENTIFIERS,
    LINKS,
    MEDIATED,
    PURPOSES,
    RAW,
    RAW_OF_ACTOR,
    SILENT,
    UNCLEAR,
    Codes,
)
from .dates import date_of

Values = tuple[str, ...]

LONGEST_NAME, LONGEST_LIST = 200, 300
LARGEST = 10**9
A_CENTURY = 36525  # days
DAYS = re.compile(r"[1-9][0-9]{0,5}")
SAYS_NOTHING = {"", "0", UNCLEAR}
FIXED = {"0": "0", "1": "1", UNCLEAR: ""}


class End(NamedTuple):
    """How and when an actor's part ended; no type: it has not, or nothing is said."""

    type: str = ""
    when: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.type or "not_ended", self.when)))


class Remark(NamedTuple):
    """What a person should know of a row that is taken."""

    line: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """``said`` holds the values of the ceasefire by field, none where nothing is known."""

    line: int
    number: str
    ceasefire: str
    country: str
    actor: Actor
    end: End
    said: Mapping[str, Values]
    of_actor: Mapping[str, str]
    remarks: tuple[Remark, ...]


def read(line: int, cells: Cells) -> Row:
    """The row, or ``Bad`` with the first cell that cannot be taken."""
    name = _named(cells, "actor_name")
    return Row(
        line=line,
        number=_number(cells, "id"),
        ceasefire=identifier_of(cells),
        country=_number(cells, "cc"),
        actor=Actor(_identifier(cells, "ucdp_actor_id"), name),
        end=End(_coded(cells, "ended", ENDED), date_of(cells, DATES["ended"]).known),
        said={field: values for field, values in _said(cells) if values},
        of_actor={each: code for each in RAW_OF_ACTOR if (code := _raw(cells, each)).strip("0")},
        remarks=tuple(Remark(line, *each) for each in _remarks(cells)),
    )


def identifier_of(cells: Cells) -> str:
    """Of the ceasefire that a row tells of."""
    return _number(cells, "uniq_id")


def _said(cells: Cells) -> Iterator[tuple[str, Values]]:
    for field, (column, codes) in CODED.items():
        yield field, _known(_coded(cells, column, codes))
    for field in ("declared", "effective"):
        yield field, _known(date_of(cells, DATES[field]).known)
    for field, column in IDENTIFIERS.items():
        yield field, _known(_identifier(cells, column))
    for column in RAW:
        code = _raw(cells, column)
        yield column, _known("" if column in SILENT and code == "0" else code)
    for column, code in BLURRED.items():
        yield f"{column}_code", _known(code if _raw(cells, column) == code else "")
    yield "location", (_named(cells, "location"),)
    yield "purpose", tuple(_purposes(cells))
    yield "mediator", _mediator(cells)
    yield "link_ids", _known(", ".join(_links(cells)))
    yield from _duration(cells)


def _known(value: str) -> Values:
    return (value,) if value else ()


def _number(cells: Cells, field: str) -> str:
    needed(cells, field)
    return str(whole(cells, field, least=1, most=LARGEST))


def _identifier(cells: Cells, field: str) -> str:
    """In another dataset; "" where the row has none."""
    number = whole(cells, field, least=-1, most=LARGEST) or 0
    return str(number) if number > 0 else ""


def _named(cells: Cells, field: str) -> str:
    needed(cells, field)
    return text(cells, field, longest=LONGEST_NAME)


def _coded(cells: Cells, field: str, codes: Codes) -> str:
    """What a code means, or "" where it is not known or not given."""
    given = _raw(cells, field)
    if given and given not in codes:
        raise Bad(field, given, f"is not one of the codes {', '.join(codes)}.")
    return codes.get(given, "")


def _raw(cells: Cells, field: str) -> str:
    code = whole(cells, field, least=-1)
    return "" if code is None else str(code)


def _purposes(cells: Cells) -> Iterator[str]:
    for column, purpose in PURPOSES.items():
        if _coded(cells, column, {"0": "", "1": purpose, UNCLEAR: ""}):
            yield purpose


def _mediator(cells: Cells) -> Values:
    """Names as they are given, or the word for there being none."""
    mediated, names = _coded(cells, "mediator_nego", MEDIATED), _mediators(cells)
    if names and mediated == MEDIATED["1"]:
        return (names,)
    return tuple(filter(None, (mediated, names)))


def _mediators(cells: Cells) -> str:
    given = cells["mediator_send"]
    names = "" if given in SAYS_NOTHING or len(given) > LONGEST_LIST else given
    return text({"mediator_send": names}, "mediator_send", longest=LONGEST_LIST)


def _links(cells: Cells) -> Iterator[str]:
    for column in cells:
        if column.startswith(LINKS) and cells[column] not in SAYS_NOTHING:
            yield _number(cells, column)


def _days(cells: Cells) -> str:
    return cells["fixed_time"].removesuffix(".0")


def _duration(cells: Cells) -> Iterator[tuple[str, Values]]:
    """In days where it was fixed to some; else the codes that say what is known."""
    fixed, days = _coded(cells, "fixed", FIXED), _days(cells)
    if not DAYS.fullmatch(days):
        yield "fixed", _known(fixed)
    elif fixed == "1" and int(days) < A_CENTURY:
        yield "planned_duration", (f"P{days}D",)
    else:
        yield from (("fixed", _known(fixed)), ("fixed_time", (days,)))


def _remarks(cells: Cells) -> Iterator[tuple[str, str, str]]:
    for column in DATES.values():
        if lost := date_of(cells, column).lost:
            yield column, lost, "a part is known within one that is not: the greater alone counts."
    days = _days(cells)
    if days not in SAYS_NOTHING and not DAYS.fullmatch(days):
        yield "fixed_time", days, "is no number of days: words are not stored."
    said = dict(_duration(cells))
    if said.get("fixed_time"):
        yield "fixed_time", days, "is no duration that can be: kept as a coding."
    names = _mediators(cells)
    if names and _coded(cells, "mediator_nego", MEDIATED) != MEDIATED["1"]:
        yield "mediator_send", names, "names mediators where mediator_nego does not say so."
    if len(cells["mediator_send"]) > LONGEST_LIST:
        yield "mediator_send", cells["mediator_send"], "is too long for names: it is not stored."
    if "�" in cells["actor_name"]:
        yield "actor_name", cells["actor_name"], "has letters that the file has lost."
