"""What stands beside the tables, for people: how to read them, how to cite them."""

from collections.abc import Sequence

from ceasefires.choices import VOCABULARIES
from ceasefires.rules.vocabulary import Compliance, Status

from .package import LICENCE, TITLE, Written, version

README = """\
# {title}

Every record of a ceasefire tracker: ceasefires, who declared them, how they ended, the acts
reported against them, and who says so. Acts are as reported: one whose `verification` is `alleged`
is an allegation, and only those with the `relation` `during` lie in the ceasefire's window.

| table | rows | what a row is |
| --- | --- | --- |
{tables}

Each table is there twice, with the same rows and columns: as CSV, which spreadsheets and statistics
programs read, and as lines of JSON (`ndjson`), which are exact. `datapackage.json` describes every
column and how tables refer to each other, in the form of [Data Package](https://datapackage.org);
it gives the size and SHA-256 of each file too. All files are in UTF-8: tell a spreadsheet so if it
shows strange letters.

## How to read it

- **An empty cell (null in JSON) is not known or not given.** Not reported is not zero, and nobody
  named is not nobody.
- **An instant is as exact as its source.** `occurred_at` is the earliest instant that is meant, in
  UTC. `occurred_precision` says how much later it may have been: a `day` is the local day that
  begins then, `unknown` has no instant. `occurred_local` is the same in local time: take the date
  from there.
- **`known_from` and `first_reported`** say from when something was public, so that you can tell
  what was known at an instant. An empty `known_from` of a ceasefire or a negotiation round means:
  from the earliest of its sources.
- **Local times, and `relation`, `relation_basis` and `bound` of an act**, follow from the rest.
- **Several values in one cell** are a list in JSON, in CSV too.
- **In CSV an apostrophe stands before text** that a spreadsheet would take for a formula.
- **What depends on the clock is not here**, such as whether a ceasefire holds today; nor is the
  history of the records, or who entered them.

The same data make the same bytes; `version` in `datapackage.json` and `CITATION.cff` stands for
them.

## What the values mean

{vocabularies}

## Terms

Names, summaries and descriptions written for this dataset are under the
[{licence}](LICENSE). Facts, figures and codings were taken from the sources, each of which may have
terms of its own: `licence` in the table `sources` says which; where it is empty, none are recorded.
What was imported from another dataset stays under its terms: look there before you publish it
again. Cite the source for what it says, and this dataset ([CITATION.cff](CITATION.cff)) for how it
was brought together.
"""
CITATION = """\
cff-version: 1.2.0
message: Cite the sources for what they say, and this dataset for how it was brought together.
type: dataset
title: {title}
authors:
  - name: Ceasefire tracker
license: {licence}
version: {version}
"""
CLOCKED = {Status, Compliance}  # which no table holds


def readme(files: Sequence[Written]) -> str:
    tables = (
        f"| `{each.table.name}` | {each.rows:,} | {each.table.description} |"
        for each in files
        if each.form == "csv"
    )
    return README.format(
        title=TITLE,
        tables="\n".join(tables),
        vocabularies="\n\n".join(_vocabularies()),
        licence=LICENCE["title"],
    )


def _vocabularies() -> list[str]:
    return [
        "\n".join([f"`{name}`:", "", *(f"- `{x.value}`: {x.definition}" for x in vocabulary)])
        for name, vocabulary in VOCABULARIES.items()
        if vocabulary not in CLOCKED
    ]


def citation(files: Sequence[Written]) -> str:
    return CITATION.format(title=TITLE, licence=LICENCE["name"], version=version(files))
