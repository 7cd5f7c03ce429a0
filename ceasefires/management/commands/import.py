"""Foreign data into the tracker: `manage.py import ethprio ceasefires.csv`."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, ProgrammingError
from django.utils import timezone

from ceasefires.interchange.dataset.importing import Export
from ceasefires.interchange.findings import Finding, Writer
from ceasefires.interchange.formats import FORMATS, SPARING
from ceasefires.interchange.importing import (
    WIDEST_MARGIN,
    Busy,
    Format,
    Options,
    Outcome,
    Progress,
    run,
)
from ceasefires.interchange.reading import Unreadable
from ceasefires.models.constraints import EARLIEST
from ceasefires.refusals import refusal_of

EVERY = 3  # seconds between lines of progress where no terminal shows it
NOT_TOGETHER = "--complete and --keep-good: what a refused row tells of would be taken for gone."
TO_BE_IMPORTED = "Give another --report: that file is to be imported."
REFUSED, INTERRUPTED = 3, 130
EXPORT = Export()


class Command(BaseCommand):
    help = "Import files as a whole or not at all. Exit code 3: rows were refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=sorted([*FORMATS, EXPORT.name]))
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--published", type=day, help="the day on which the files were")
        parser.add_argument("--keep-good", action="store_true", help="keep what is not refused")
        parser.add_argument("--dry-run", action="store_true", help="do everything, then undo it")
        parser.add_argument(
            "--complete", action="store_true", help="withdraw what the files do not tell of"
        )
        parser.add_argument(
            "--match-margin", type=days, default=0, metavar="DAYS", dest="margin",
            help="keep acts that many days before and after a ceasefire",
        )  # fmt: skip
        parser.add_argument("--report", type=Path, help="where refused rows and notes are told")

    def handle(self, *args: Any, format: str, files: list[Path], **given: Any) -> None:
        names = ("published", "keep_good", "dry_run", "complete", "margin")
        options = Options(**{name: given[name] for name in names})
        path = given["report"] or Path(f"{files[0].name}.report.csv")
        if options.complete and options.keep_good and format not in SPARING:
            raise CommandError(NOT_TOGETHER, returncode=2)
        with closing(Report(path)) as report:
            outcome = self.imported(FORMATS.get(format, EXPORT), files, options, report)
        try:
            self.tell(outcome, options, report)
        except OSError as error:
            done = "imported" if outcome.written else "read, and nothing was written"
            self.stderr.write(f"The rows were {done}; the counts cannot be shown: {error}.")
        if outcome.counts.refused:
            sys.exit(REFUSED)

    def imported(
        self, format: Format, files: list[Path], options: Options, report: "Report"
    ) -> Outcome:
        try:
            paths = format.files(files) if isinstance(format, Export) else files
            if any(is_same(each, report.path) for each in paths):
                raise CommandError(TO_BE_IMPORTED, returncode=2)
            return run(format, paths, options, report, shown_on(sys.stderr))
        except (Unreadable, Busy) as error:
            raise CommandError(f"{error} Nothing was written.") from error
        except ProgrammingError as error:
            raise CommandError("Run `manage.py prepare` first: tables are missing.") from error
        except DatabaseError as error:
            if (refusal := refusal_of(error)) is None:
                raise
            raise CommandError(f"{refusal.message} Nothing was written.") from error
        except KeyboardInterrupt:
            raise CommandError(
                "Interrupted: nothing was written.", returncode=INTERRUPTED
            ) from None

    def tell(self, outcome: Outcome, options: Options, report: "Report") -> None:
        for result in outcome.results:
            counts = ", ".join(f"{name} {n:,}" for name, n in vars(result.counts).items())
            self.stdout.write(f"{result.file}: {counts}")
            if result.source and outcome.written:
                self.stdout.write(f"Source: {result.source}")
        if report.findings:
            self.stdout.write(f"Told row by row in {report.path}")
        if not outcome.written:
            why = "this was a dry run" if options.dry_run else "rows were refused"
            self.stdout.write(f"Nothing was written: {why}.")
        self.stdout.flush()


def is_same(one: Path, other: Path) -> bool:
    """Whether both are names of one file."""
    return one.exists() and other.exists() and one.samefile(other)


def day(text: str) -> date:
    try:
        given = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("give a day such as 2024-06-30.") from None
    if not EARLIEST.date() <= given <= timezone.now().date():
        raise ArgumentTypeError("give a day that is past.")
    return given


def days(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    if not 0 <= number <= WIDEST_MARGIN:
        raise ArgumentTypeError(f"give a whole number of days, up to {WIDEST_MARGIN}.")
    return number


class Report:
    """The CSV of findings; its file is made with the first of them."""

    def __init__(self, path: Path) -> None:
        self.path, self.findings = path, 0
        self._out: TextIO | None = None

    def __call__(self, finding: Finding) -> None:
        self.findings += 1
        try:
            self._writer()(finding)
        except OSError as error:
            told = f"The report cannot be written to {self.path}: {error.strerror}."
            raise CommandError(f"{told} Nothing was imported.") from error

    def _writer(self) -> Writer:
        if self._out is None:
            # Line by line, so that a full disk is noticed before anything is committed.
            self._out = self.path.open("w", 1, encoding="utf-8", newline="")
            self._write = Writer(self._out)
        return self._write

    def close(self) -> None:
        """What could not be written has been told."""
        if self._out:
            with suppress(OSError):
                self._out.close()


def shown_on(out: TextIO) -> Callable[[Progress], None]:
    """Shows rate, share and time left: on a terminal in one line, elsewhere now and then."""
    began, last = monotonic(), [monotonic()]

    def show(progress: Progress) -> None:
        now, terminal = monotonic(), out.isatty()
        done = progress.read >= progress.size
        if now - last[0] < (0.2 if terminal else EVERY) and not (done and terminal):
            return
        last[0] = now
        line = told(progress, now - began)
        with suppress(OSError):  # nobody looks on any more
            out.write(f"\r\x1b[K{line}" + ("\n" if done else "") if terminal else f"{line}\n")
            out.flush()

    return show


def told(progress: Progress, seconds: float) -> str:
    share = min(progress.read / progress.size, 1) if progress.size else 1
    rate = progress.rows / seconds if seconds else 0
    left = seconds * (1 - share) / share if share else 0
    return (
        f"{progress.file}: {progress.rows:,} rows, {share:.0%}, {rate:,.0f} rows/s, "
        f"{left:,.0f} s left"
    )
