"""The whole public dataset as files: `manage.py export DIR`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from ceasefires.interchange.dataset.exporting import Unwritable, export
from ceasefires.interchange.dataset.package import Written


class Command(BaseCommand):
    help = "Write the whole public dataset to a folder, as CSV and as lines of JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="made, or empty")
        parser.add_argument(
            "--replace", action="store_true", help="in the place of an earlier export"
        )

    def handle(self, *args: Any, folder: Path, replace: bool, **options: Any) -> None:
        try:
            files = export(folder, replace=replace, told=self.tell)
        except Unwritable as error:
            raise CommandError(f"{error} Nothing was written.") from error
        except ProgrammingError as error:
            raise CommandError("Run `manage.py prepare` first: tables are missing.") from error
        except OSError as error:
            told = f"{folder} cannot be written: {error.strerror}. Nothing was written."
            raise CommandError(told) from error
        rows = sum(each.rows for each in files if each.form == "ndjson")
        self.stdout.write(f"Wrote {rows:,} rows to {folder}")

    def tell(self, file: Written, seconds: float) -> None:
        rate = file.rows / seconds
        told = f"{file.path}: {file.rows:,} rows, {file.size:,} bytes, {rate:,.0f} rows/s"
        self.stderr.write(told, str)
