"""Spreadsheets read as tables: cells as people typed them, and files that are refused."""

import io
import random
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from ceasefires.interchange import sheets
from ceasefires.interchange.reading import Line, Unreadable
from ceasefires.interchange.sheets import Sheet, is_workbook


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def of_rows(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def read(content):
    return list(Sheet(io.BytesIO(content)))


def cells(*row):
    (line,) = read(of_rows([f"c{n}" for n in range(len(row))], row))
    return [*line.cells.values()]


def test_rows_are_read_below_the_header_with_their_numbers():
    rows = read(of_rows(["a", "b"], ["1", "2"], [None, None], ["3"]))
    assert rows == [Line(2, {"a": "1", "b": "2"}), Line(4, {"a": "3", "b": ""})]


def test_numbers_and_truths_read_as_they_are_written():
    assert cells(3, 3.0, 31.525, -1, True, 0, 12345678901) == [
        "3",
        "3",
        "31.525",
        "-1",
        "true",
        "0",
        "12345678901",
    ]


def test_dates_and_times_read_as_dates_and_times():
    assert cells(
        date(2014, 8, 5), datetime(2014, 8, 5, 8, 0), datetime(2014, 8, 5), time(8, 30)
    ) == ["2014-08-05", "2014-08-05 08:00:00", "2014-08-05 00:00:00", "08:30:00"]


@pytest.mark.parametrize(
    ("typed", "shown_as", "told"),
    [
        (datetime(2014, 8, 1), "mmm-yy", "2014-08"),
        (datetime(2014, 8, 1), '[$-409]mmmm" \\d"\\ yyyy;@', "2014-08"),
        (datetime(2014, 1, 1), "yyyy", "2014"),
        (datetime(2014, 8, 1), "dd/mm/yyyy", "2014-08-01"),
        (datetime(2014, 8, 17), "mmm-yy", "2014-08-17"),
        (datetime(2014, 8, 1), "yyyy", "2014-08"),
        (datetime(2014, 8, 1), "mm:ss", "2014-08-01 00:00:00"),
    ],
)
def test_a_month_or_year_of_which_a_program_made_its_first_day_stays_one(typed, shown_as, told):
    book = Workbook()
    book.active.append(["a"])
    book.active["A2"] = typed
    book.active["A2"].number_format = shown_as
    assert read(saved(book)) == [Line(2, {"a": told})]


def test_times_that_a_spreadsheet_keeps_as_fractions_are_rounded_to_seconds():
    assert cells(datetime(2014, 8, 5, 7, 59, 59, 999_900)) == ["2014-08-05 08:00:00"]


def test_the_last_second_there_is_has_no_next():
    assert cells(datetime(9999, 12, 31, 23, 59, 59, 900_000)) == ["9999-12-31 23:59:59"]


def test_text_is_stripped_and_kept():
    assert cells(" a\nb ", "=", "1,234") == ["a\nb", "=", "1,234"]


def test_the_first_sheet_is_read():
    book = Workbook()
    book.active.append(["a"])
    book.active.append(["1"])
    book.create_sheet("second").append(["b"])
    assert read(saved(book)) == [Line(2, {"a": "1"})]


def test_a_formula_is_refused_with_its_row():
    assert read(of_rows(["a", "b"], ["1", "=1+1"])) == [
        Line(2, {}, "b holds a formula: paste what it gives instead.")
    ]


def test_an_error_is_refused_with_its_row():
    assert read(of_rows(["a"], ["#N/A"])) == [Line(2, {}, "a holds an error.")]


def test_cells_beyond_the_header_are_refused_with_their_row():
    assert read(of_rows(["a"], ["1", "2"])) == [
        Line(2, {}, "has cells beyond the last column that has a name.")
    ]


def test_a_size_that_a_file_gives_itself_is_not_believed():
    changed = rewritten(
        of_rows(["a"], ["1"]), "xl/worksheets/sheet1.xml", b'ref="A1:A2"', b'ref="A1:XFD1048576"'
    )
    assert read(changed) == [Line(2, {"a": "1"})]


def test_a_row_far_beyond_all_rows_is_refused():
    changed = rewritten(
        of_rows(["a"], ["1"]), "xl/worksheets/sheet1.xml", b'row r="2"', b'row r="99999999"'
    )
    with pytest.raises(Unreadable, match="more than 1,048,576 rows"):
        read(changed)


def rewritten(content, part, was="", becomes=b"", **added):
    """The same archive with something of a part replaced, and parts added."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(content))
    assert not part or part in source.namelist()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert was in data
                data = data.replace(was, becomes)
            archive.writestr(name, data)
        for name, data in added.items():
            archive.writestr(name, data)
    return out.getvalue()


GOOD = of_rows(["a"], ["1"])
XML = "xl/worksheets/sheet1.xml"
LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol" * 10) for n in range(10)
)
REFUSED = {
    "without a header": (of_rows([], ["1"]), "file is empty, or its first line is"),
    "without rows": (of_rows(["a"]), "has a header, and no row"),
    "a column twice": (of_rows(["a", "a"], ["1", "2"]), "names columns twice: a"),
    "with macros": (
        rewritten(GOOD, "", **{"xl/vbaProject.bin": b""}),
        "holds macros: save it as XLSX without",
    ),
    "with a part as large as may not be": (
        rewritten(GOOD, "", **{"xl/sharedStrings2.xml": bytes(30_000_001)}),
        "unpacks to more than is read",
    ),
    "with XML that is none": (rewritten(GOOD, XML, b"<worksheet", b"<<"), "is broken"),
}


@pytest.mark.parametrize(("content", "told"), REFUSED.values(), ids=REFUSED)
def test_a_spreadsheet_is_refused(content, told):
    with pytest.raises(Unreadable, match=told):
        read(content)


def test_entities_in_entities_are_refused():
    text = rewritten(GOOD, XML, b"<t>1</t>", b"<t>&l9;</t>")
    bomb = rewritten(text, XML, b"<worksheet", b"<!DOCTYPE x [" + LAUGHS + b"]><worksheet")
    with pytest.raises(Unreadable, match="is broken"):
        read(bomb)


def test_text_that_is_kept_apart_from_its_cells_is_read():
    text = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    declared = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % text
    apart = rewritten(
        rewritten(GOOD, "[Content_Types].xml", b"</Types>", declared),
        XML,
        b't="inlineStr"><is><t>1</t></is>',
        b't="s"><v>0</v>',
        **{
            "xl/sharedStrings.xml": b'<sst xmlns="http://schemas.openxmlformats.org/'
            b'spreadsheetml/2006/main"><si><t>apart</t></si></sst>'
        },
    )
    assert read(apart) == [Line(2, {"a": "apart"})]


def test_a_sheet_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1000)
    with pytest.raises(Unreadable, match="unpacks to more than is read: save it as CSV"):
        read(GOOD)


def test_what_is_no_workbook_is_told_apart():
    csv_in_zip = io.BytesIO()
    with zipfile.ZipFile(csv_in_zip, "w") as archive:
        archive.writestr("a.csv", "a\n1\n")
    assert is_workbook(io.BytesIO(GOOD))
    assert not is_workbook(csv_in_zip)
    assert not is_workbook(io.BytesIO(b"a,b\n"))
    assert not is_workbook(io.BytesIO(b"PK\x03\x04"))


def test_a_spreadsheet_with_any_byte_changed_is_read_or_refused():
    random.seed(20140805)
    for _ in range(300):
        broken = bytearray(GOOD)
        for _ in range(random.choice([1, 1, 5, 50])):
            broken[random.randrange(len(broken))] = random.randrange(256)
        try:
            read(bytes(broken))
        except Unreadable as error:
            assert str(error)


def test_a_spreadsheet_that_was_cut_off_is_refused():
    for end in range(0, len(GOOD) - 1, 97):
        with pytest.raises(Unreadable):
            read(GOOD[:end])
