"""The report of an import as CSV."""

import csv
import io

from ceasefires.interchange.findings import Finding, Writer


def report(*findings):
    out = io.StringIO()
    writer = Writer(out)
    for each in findings:
        writer(each)
    return list(csv.reader(io.StringIO(out.getvalue())))


def test_without_findings_nothing_is_written():
    assert report() == []


def test_each_finding_is_a_row_below_the_names():
    assert report(Finding("refused", "a.csv", 2, "best", "x", "is not a whole number.")) == [
        ["kind", "file", "line", "field", "value", "reason"],
        ["refused", "a.csv", "2", "best", "x", "is not a whole number."],
    ]


def test_what_a_spreadsheet_would_run_is_escaped():
    (_, row) = report(Finding("note", "=a.csv", 2, "@f", "-1+2", "+r"))
    assert row == ["note", "'=a.csv", "2", "'@f", "'-1+2", "'+r"]


def test_a_long_value_is_cut():
    (_, kept, cut) = report(
        Finding("note", "a", 2, "f", "x" * 200, ""), Finding("note", "a", 2, "f", "x" * 201, "")
    )
    assert (kept[4], cut[4]) == ("x" * 200, "x" * 200 + "…")
