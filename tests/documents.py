"""The docs as tests read them: examples with the answers shown, tables, links, names in code."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if "node_modules" not in path.parts),
]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ASSIGNMENTS = re.compile(r"(\w+=\S+ ?)+")
REST = "…"  # in an answer: more members, more rows, or more text, which the docs leave out


@dataclass(frozen=True)
class Example:
    """A `curl` command of the docs, and the answer that the comment lines right below it show."""

    place: str
    command: str
    answer: str


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def examples(path: Path) -> Iterator[Example]:
    """The examples of a document in order; a variable set in one block holds in later ones."""
    text, variables = path.read_text(), {}
    for fence in FENCE.finditer(text):
        if fence[1] != "sh":
            continue
        first = text[: fence.start(2)].count("\n") + 1
        for number, line, after in commands(fence[2].splitlines()):
            if ASSIGNMENTS.fullmatch(line):
                variables |= dict(pair.split("=", 1) for pair in line.split())
            elif line.startswith("curl "):
                yield Example(
                    f"{name_of(path)}:{first + number}",
                    Template(line).safe_substitute(variables),
                    "\n".join(comments(after)),
                )


def commands(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Each command with its line and those after it; it goes on while a quote is open."""
    number = 0
    while number < len(lines):
        end = number + 1
        while end < len(lines) and "\n".join(lines[number:end]).count("'") % 2:
            end += 1
        yield number, "\n".join(lines[number:end]), lines[end:]
        number = end


def comments(lines: list[str]) -> Iterator[str]:
    """The comment lines that some lines begin with, without their sign."""
    for line in lines:
        if not line.startswith("#"):
            return
        yield line[1:].removeprefix(" ")


def read_answer(text: str) -> Any:
    """JSON in which a bare … stands for members or rows left out."""
    text = re.sub(rf"{REST}(?=\s*}})", f'"{REST}": null', text)
    return json.loads(re.sub(rf"{REST}(?=\s*])", f'"{REST}"', text))


def agrees(shown: Any, real: Any) -> bool:
    """Whether what comes back is what is shown."""
    if isinstance(shown, dict) and isinstance(real, dict):
        named = {key: value for key, value in shown.items() if key != REST}
        complete = REST in shown or named.keys() == real.keys()
        return complete and all(
            key in real and agrees(value, real[key]) for key, value in named.items()
        )
    if isinstance(shown, list) and isinstance(real, list):
        rows = [row for row in shown if row != REST]
        complete = REST in shown or len(rows) == len(real)
        return complete and len(rows) <= len(real) and all(map(agrees, rows, real[: len(rows)]))
    if isinstance(shown, str) and REST in shown and isinstance(real, str):
        return bool(re.fullmatch(".*".join(map(re.escape, shown.split(REST))), real))
    return type(shown) is type(real) and bool(shown == real)


def prose(path: Path) -> str:
    """A document without its fenced blocks."""
    return FENCE.sub("", path.read_text())


def code(path: Path) -> list[str]:
    """What its prose sets in code."""
    return re.findall(r"`([^`\n]+)`", prose(path))


def links(path: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", prose(path))


def anchors(path: Path) -> set[str]:
    """The fragments by which its headings can be linked to."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def tables(path: Path) -> Iterator[list[dict[str, str]]]:
    """Its tables: for each row the cells by column, bare of their signs for code."""
    for block in re.findall(r"(?:^\|.*\|$\n?)+", prose(path), re.MULTILINE):
        header, _, *rows = (cells(line) for line in block.strip().splitlines())
        yield [dict(zip(header, row, strict=True)) for row in rows]


def cells(line: str) -> list[str]:
    return [cell.strip().replace("`", "") for cell in line.strip("|").split("|")]
