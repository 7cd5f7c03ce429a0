"""Files read row by row: what is taken, and what is refused with what sentence."""

import io
import os
import struct
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as within
from hypothesis import strategies as st

from ceasefires.interchange import reading
from ceasefires.interchange.reading import Line, Unreadable, opened


def read(path: Path, required=("a", "b")) -> list[Line]:
    with opened(path) as file:
        return list(reading.lines(file, required))


@pytest.fixture
def rows(tmp_path):
    """The rows of a file of these bytes."""

    def of(content: bytes, required=("a", "b")) -> list[Line]:
        path = tmp_path / "given.csv"
        path.write_bytes(content)
        return read(path, required)

    return of


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


ONE = [Line(2, {"a": "1", "b": "2"})]
TAKEN = {
    "plain": b"a,b\n1,2\n",
    "without a last line end": b"a,b\n1,2",
    "with a byte order mark": b"\xef\xbb\xbfa,b\n1,2\n",
    "CRLF": b"a,b\r\n1,2\r\n",
    "blanks around cells": b" a , b\n 1 ,\t2 \n",
    "quoted": b'"a","b"\n"1","2"\n',
    "empty lines and rows after it": b"a,b\n1,2\n\n,\n , \n",
    "a column without a name, such as row numbers": b",a,b\n7,1,2\n",
}


@pytest.mark.parametrize("content", TAKEN.values(), ids=TAKEN)
def test_is_taken(rows, content):
    (line,) = rows(content)
    assert {name: line.cells[name] for name in ("a", "b")} == ONE[0].cells
    assert line.number == 2


def test_a_row_bears_the_number_of_its_first_line(rows):
    found = rows(b'a,b\n1,"two\nlines"\n\n3,"x\r\ny"\n5,6\n')
    assert [(each.number, each.cells["a"]) for each in found] == [(2, "1"), (5, "3"), (7, "5")]
    assert found[0].cells["b"] == "two\nlines"


def test_text_is_read_as_utf_8(rows):
    assert rows("a,b\nGüney,غزة\n".encode())[0].cells == {"a": "Güney", "b": "غزة"}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (b"1", "has 1 cells, and the header 2."),
        (b"1,2,3", "has 3 cells, and the header 2."),
        (b"1,234,5", "has 3 cells, and the header 2."),
    ],
)
def test_a_row_of_another_width_has_a_fault_and_no_cells(rows, row, fault):
    assert rows(b"a,b\n1,2\n" + row + b"\n3,4\n") == [
        ONE[0],
        Line(3, {}, fault),
        Line(4, {"a": "3", "b": "4"}),
    ]


UNREADABLE = {
    "empty": (b"", "The file is empty"),
    "of a mark alone": (b"\xef\xbb\xbf", "The file is empty"),
    "first line empty": (b"\na,b\n1,2\n", "its first line is"),
    "header alone": (b"a,b\n", "has a header, and no row"),
    "only empty rows": (b"a,b\n,\n\n", "has a header, and no row"),
    "a column is missing": (b"a,c\n1,2\n", "Line 1 lacks columns: b. It has: a, c."),
    "a column of many is missing": (
        b"c" * 501,
        f"Line 1 lacks columns: a, b. It has: {'c' * 500}…",
    ),
    "all are missing": (b"1,2\n3,4\n", "Line 1 lacks columns: a, b."),
    "a column twice": (b"a,b,a\n1,2,3\n", "Line 1 names columns twice: a."),
    "semicolons": (b"a;b\n1;2\n", "separates columns by semicolons: separate them by commas"),
    "tabs": (b"a\tb\n1\t2\n", "separates columns by tabs"),
    "UTF-16, little end first": ("\ufeffa,b\n1,2\n".encode("utf-16-le"), "is in UTF-16"),
    "UTF-16, big end first": ("\ufeffa,b\n1,2\n".encode("utf-16-be"), "is in UTF-16"),
    "UTF-16 without a mark": ("a,b\n1,2\n".encode("utf-16-le"), r"Line 1 holds a NUL \(byte 2\)"),
    "Windows-1252": (
        "a,b\n1,2\n3,né\n".encode("cp1252"),
        r"Line 3 is not in UTF-8 \(byte 4 of it is 0xE9\): it may be in Windows-1252 or UTF-16. "
        "Save the file as CSV in UTF-8.",
    ),
    "NUL": (b"a,b\n1,\x002\n", r"Line 2 holds a NUL \(byte 3\)"),
    "an open quotation mark": (b'a,b\n1,2\n3,"4\n5,6\n', "Line 3 is not CSV"),
    "text after a quotation": (b'a,b\n"1"x,2\n', "Line 2 is not CSV"),
    "carriage returns alone": (b"a,b\r1,2\r", "Line 1 is not CSV"),
    "a cell beyond all length": (b"a,b\n1," + b"x" * 200_000, "Line 2 is not CSV"),
    "a line beyond all length": (b"a,b\n1," + b"x" * 1_000_001, "Line 2 is too long"),
    "a row beyond all length": (
        b"a,b\n" + b'"1\n",' * 1_000_000,
        "too long for a row: is a quotation mark missing?",
    ),
    "no CSV at all": (bytes(range(256)), "."),
}


@pytest.mark.parametrize(("content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_is_refused(rows, content, told):
    with pytest.raises(Unreadable, match=told):
        rows(content)


def test_rows_before_a_fault_are_read_as_they_come(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n3,\xff\n")
    with opened(tmp_path / "a.csv") as file:
        lines = iter(reading.lines(file, ["a"]))
        assert next(lines) == ONE[0]
        with pytest.raises(Unreadable):
            next(lines)


def test_a_line_as_long_as_may_be_is_taken(rows):
    cells = b",".join([b"x" * 100_000] * 9)
    content = b"a,b,c,d,e,f,g,h,i\n" + cells + b"\n"
    assert len(rows(content)[0].cells["i"]) == 100_000


# ZIP


def test_the_one_csv_in_a_zip_is_read(rows):
    assert rows(zipped(**{"a.csv": b"a,b\n1,2\n"})) == ONE


def test_what_a_mac_adds_to_a_zip_is_passed_over(rows):
    assert rows(zipped(**{"a.csv": b"a,b\n1,2\n", "__MACOSX/a.csv": b"?"})) == ONE


def encrypted() -> bytes:
    """Marked as encrypted, both where it begins and in the directory at the end."""
    made = bytearray(zipped(**{"a.csv": b"a,b\n1,2\n"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + place] |= 1
    return bytes(made)


def corrupt() -> bytes:
    made = bytearray(zipped(**{"a.csv": b"a,b\n" + os.urandom(1000).hex().encode()}))
    made[60:160] = b"\xff" * 100
    return bytes(made)


def of_another_method() -> bytes:
    made = bytearray(zipped(**{"a.csv": b"a,b\n1,2\n"}))
    struct.pack_into("<H", made, made.index(b"PK\x01\x02") + 10, 77)
    struct.pack_into("<H", made, 8, 77)
    return bytes(made)


def told_small(*, zip64: bool) -> bytes:
    """A ZIP of many files that tells another size of its directory first, or last."""
    made = zipped(**{f"{n}.csv": b"" for n in range(2000)})
    start, end = made.index(b"PK\x01\x02"), made.rindex(b"PK\x05\x06")
    if not zip64:
        return made[: end + 4] + b"PK\x05\x06" + made[end + 8 :]
    size = end - start
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 2000, 2000, size, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    return made[:end] + record + locator + b"PK\x05\x06" + bytes(18)


BROKEN_ZIPS = {
    "of very many files, with its end told twice": (
        told_small(zip64=False),
        "holds too many files",
    ),
    "of very many files, in ZIP64": (told_small(zip64=True), "holds too many files"),
    "of two files": (
        zipped(**{"a.csv": b"a,b\n1,2\n", "b.csv": b""}),
        "holds 2 files: it must hold one CSV",
    ),
    "of very many files": (
        zipped(**{f"{n}.csv": b"" for n in range(2000)}),
        "holds too many files",
    ),
    "of nothing but a beginning": (b"PK\x03\x04", "The ZIP is broken"),
    "cut off": (zipped(**{"a.csv": b"a,b\n1,2\n"})[:-10], "The ZIP is broken"),
    "encrypted": (encrypted(), "The ZIP is encrypted"),
    "corrupt": (corrupt(), "is broken"),
    "packed in an unknown way": (of_another_method(), "is broken"),
    "a spreadsheet": (
        zipped(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
        "The file is a spreadsheet. Save the file as CSV",
    ),
}


@pytest.mark.parametrize(("content", "told"), BROKEN_ZIPS.values(), ids=BROKEN_ZIPS)
def test_a_zip_is_refused(rows, content, told):
    with pytest.raises(Unreadable, match=told):
        rows(content)


def test_an_empty_zip_is_no_table(rows):
    with pytest.raises(Unreadable):
        rows(zipped())


def test_a_zip_may_unpack_to_just_so_many_bytes(rows, settings):
    content = b"a,b\n" + b"1,2\n" * 10_000
    settings.IMPORT_MOST_BYTES = len(content)
    assert len(rows(zipped(**{"a.csv": content}))) == 10_000
    settings.IMPORT_MOST_BYTES -= 1
    with pytest.raises(Unreadable, match="more than the 40,003 bytes"):
        rows(zipped(**{"a.csv": content}))


# Files


def test_a_file_that_is_not_there_or_none_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read: No such file"):
        read(tmp_path / "nothing.csv")
    with pytest.raises(Unreadable, match="cannot be read: Is a directory"):
        read(tmp_path)


def test_a_pipe_is_refused_as_it_cannot_be_read_twice():
    read_end, write_end = os.pipe()
    os.close(write_end)
    with pytest.raises(Unreadable, match="is not a file that can be read twice"):
        read(Path(f"/dev/fd/{read_end}"))
    os.close(read_end)


def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Unreadable, match="is not a file that can be read twice"):
        read(tmp_path / "pipe")


def test_a_name_that_is_no_text_is_told_as_text(tmp_path):
    path = tmp_path / os.fsdecode(b"\xff\n" + b"x" * 240 + b".csv")
    path.write_bytes(b"a\n1\n")
    with opened(path) as file:
        assert file.name == "��" + "x" * 240 + ".csv"


def test_how_much_has_been_read_is_known(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a\n1\n22\n")
    with opened(tmp_path / "a.csv") as file:
        lines = reading.lines(file, ["a"])
        assert (lines.read, lines.size) == (2, 7)
        list(lines)
        assert (lines.read, lines.size) == (7, 7)


@within(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200) | st.text('ab,"\n\r;\t\0é', max_size=40).map(str.encode))
def test_any_bytes_are_rows_or_refused(rows, content):
    for beginning in (b"", b"a,b\n", zipped(**{"a.csv": b"a,b\n1,2\n"})[:40]):
        try:
            found = rows(beginning + content, ("a",))
        except Unreadable as error:
            assert str(error)
        else:
            assert all(each.fault or "a" in each.cells for each in found)


class TestOptional:
    """Of a long file, the columns that nobody asks for are not read."""

    @pytest.fixture
    def wanted(self, tmp_path):
        def of(content: bytes) -> list[Line]:
            path = tmp_path / "given.csv"
            path.write_bytes(content)
            with opened(path) as file:
                return list(reading.lines(file, ["b"], ["c", "d"]))

        return of

    def test_the_others_are_left_out(self, wanted):
        assert wanted(b"a,b,c\n1, 2 ,3\n") == [Line(2, {"b": "2", "c": "3"})]

    def test_a_row_with_nothing_in_the_wanted_ones_is_a_row(self, wanted):
        (line,) = wanted(b"a,b,c\n1,,\n")
        assert line.cells["b"] == "" and not line.fault

    def test_a_row_with_nothing_at_all_is_none(self, wanted):
        assert len(wanted(b"a,b,c\n1,2,3\n,,\n , ,\n")) == 1

    def test_a_row_of_another_width_has_a_fault(self, wanted):
        assert [each.fault for each in wanted(b"a,b,c\n1,2\n")] == [
            "has 2 cells, and the header 3."
        ]


def test_very_many_columns_are_read_once(rows):
    names = [f"c{n}" for n in range(50_000)]
    began = time.monotonic()
    assert len(rows(f"{','.join(names)}\n{',' * 49_999}1\n".encode(), ["c1"])) == 1
    assert time.monotonic() - began < 3
