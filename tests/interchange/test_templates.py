"""`manage.py template`: what it gives can be filled in and imported."""

import csv
import io
import sys

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from ceasefires.choices import ViolationKind
from ceasefires.interchange.importing import Counts
from ceasefires.interchange.table import TABLE
from ceasefires.interchange.table.templates import EXAMPLES, columns
from ceasefires.models import Version

from .importer import Importer

each_kind = pytest.mark.parametrize("kind", ["violations", "ceasefires"])
UNCHANGED = Counts(read=1, unchanged=1)


def header(text):
    return next(csv.reader(io.StringIO(text)))


@pytest.fixture
def printed(capfdbinary):
    def printing(*arguments):
        call_command("template", *arguments)
        sys.stdout.flush()
        return capfdbinary.readouterr().out

    return printing


@each_kind
def test_a_template_names_each_column_once_and_all_can_be_imported(kind, printed):
    names = header(printed(kind).decode())
    assert len({*names}) == len(names)
    assert names == [each.name for each in columns(kind)]


@each_kind
def test_each_column_says_what_it_means(kind):
    assert [each.name for each in columns(kind) if not each.told.strip()] == []


@each_kind
def test_the_example_names_columns_of_the_template(kind):
    assert EXAMPLES[kind].keys() <= {each.name for each in columns(kind)}


@pytest.mark.django_db
@each_kind
@pytest.mark.parametrize("form", [[], ["--xlsx"]])
def test_the_example_is_what_the_fixture_holds(kind, form, printed, tmp_path):
    call_command("loaddata", "gaza_2014", verbosity=0)
    versions = Version.objects.count()
    imports = Importer(TABLE, tmp_path)
    outcome = imports(printed(kind, *form), name="template.xlsx")
    assert imports.told == []
    assert outcome.counts == UNCHANGED
    assert Version.objects.count() == versions


@each_kind
def test_a_spreadsheet_explains_every_column_and_lists_vocabularies(kind, printed):
    book = load_workbook(io.BytesIO(printed(kind, "--xlsx")))
    table, meanings = book[kind], book["columns"]
    names = [each.value for each in table[1]]
    assert [row[0].value for row in meanings.iter_rows(min_row=2)] == names
    rules = {each.promptTitle: each for each in table.data_validations.dataValidation}
    assert rules.keys() == {each[:32] for each in names}
    listed = {name for name, each in rules.items() if each.type == "list"}
    assert listed == {each.name for each in columns(kind) if each.values}


@each_kind
def test_what_is_typed_over_the_example_stays_as_it_is_typed(kind, printed):
    book = load_workbook(io.BytesIO(printed(kind, "--xlsx")))
    assert {each.number_format for each in book[kind][2]} == {"@"}


def test_a_list_to_choose_from_holds_the_values_of_its_vocabulary(printed):
    book = load_workbook(io.BytesIO(printed("violations", "--xlsx")))
    rules = book["violations"].data_validations.dataValidation
    (rule,) = [each for each in rules if each.promptTitle == "kind"]
    name, span = rule.formula1.split("!")
    values = [cell.value for (cell,) in book[name][span]]
    assert values == [each.value for each in ViolationKind]


def test_a_terminal_shows_no_spreadsheet(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(CommandError, match="violations.xlsx"):
        call_command("template", "violations", "--xlsx")
