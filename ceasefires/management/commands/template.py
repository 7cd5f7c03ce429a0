"""An empty table to fill in and import: `manage.py template violations > violations.csv`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ceasefires.interchange.table.templates import EXAMPLES, write_csv, write_workbook


class Command(BaseCommand):
    help = "Print a template with an example row, to fill in and import as `table`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[*EXAMPLES])
        parser.add_argument("--xlsx", action="store_true", help="a spreadsheet, with help in it")

    def handle(self, *args: Any, kind: str, xlsx: bool, **options: Any) -> None:
        if not xlsx:
            write_csv(kind, sys.stdout)
        elif sys.stdout.isatty():
            told = f"Name a file: manage.py template {kind} --xlsx > {kind}.xlsx"
            raise CommandError(told, returncode=2)
        else:
            write_workbook(kind, sys.stdout.buffer)
