"""What a ceasefire of the dataset is called here, and where in the dataset it is told of."""

from calendar import month_name
from collections.abc import Iterable, Iterator

from .directory import words_of
from .joining import Ceasefire

LONGEST_NAME, LONGEST_LOCATOR = 200, 180
LONGEST_PLACE = 50  # in a slug


def slug_of(ceasefire: Ceasefire) -> str:
    """Place, date and identifier, such as mexico-1994-01-12-70001."""
    place = words_of(ceasefire.location)[:LONGEST_PLACE].strip("-")
    return "-".join(filter(None, (place, _begun(ceasefire), ceasefire.identifier)))


def name_of(ceasefire: Ceasefire) -> str:
    date = f" of {_in_words(begun)}" if (begun := _begun(ceasefire)) else ""
    names = [part.actor.name for part in ceasefire.parts]
    told = f"Ceasefire{date} in {ceasefire.location}: {_listed(names)}"
    return told if len(told) <= LONGEST_NAME else f"{told[: LONGEST_NAME - 1]}…"


def _begun(ceasefire: Ceasefire) -> str:
    return ceasefire.one("declared") or ceasefire.one("effective")


def _in_words(date: str) -> str:
    year, *rest = date.split("-")
    month = [month_name[int(rest[0])]] if rest else []
    day = [str(int(rest[1]))] if rest[1:] else []
    return " ".join([*day, *month, year])


def _listed(names: list[str]) -> str:
    if len(names) > 3:
        return f"{names[0]}, {names[1]} and {len(names) - 2} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def locator(identifier: str, numbers: Iterable[str]) -> str:
    """Rows by the number that the dataset itself gives them, as they may be sorted anew."""
    listed = sorted({int(number) for number in numbers})
    spans = list(_spans(listed))
    rows = " and ".join(filter(None, (", ".join(spans[:-1]), spans[-1])))
    if len(rows) > LONGEST_LOCATOR:
        rows = f"among {listed[0]} to {listed[-1]}"
    return f"ceasefire {identifier}, {'row' if len(listed) == 1 else 'rows'} {rows}"


def _spans(numbers: list[int]) -> Iterator[str]:
    """Three or more in a row as one."""
    first = last = numbers[0]
    for number in [*numbers[1:], numbers[-1] + 2]:
        if number > last + 1:
            yield from (
                [f"{first} to {last}"] if last > first + 1 else map(str, range(first, last + 1))
            )
            first = number
        last = number
