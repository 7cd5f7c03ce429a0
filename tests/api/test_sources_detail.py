"""One source."""

from tests import factories

from .writer import Writer


def test_a_source_adds_what_was_taken_from_it_to_its_row(api):
    source = factories.make_source(slug="wire")
    for _ in range(2):
        factories.make_toll(source=source)
    factories.make_term(source=source)
    factories.make_demand()
    row = next(each for each in api.rows("sources/") if each["slug"] == "wire")
    assert api.body("sources/wire/") == row | {
        "taken": {
            "reports": 0,
            "assessments": 0,
            "amendments": 0,
            "codings": 0,
            "terms": 1,
            "demands": 0,
            "statements": 0,
            "tolls": 2,
        }
    }


def test_an_unknown_source_is_404(api):
    assert api.get("sources/nowhere/").status_code == 404


def test_a_source_that_was_imported_shows_its_file_and_what_became_of_its_rows(api):
    source = factories.make_imported_source(slug="acled-1")
    shown = api.body("sources/acled-1/")
    assert shown["dataset"] == "acled"
    assert shown["file"] == {
        "name": "acts.csv",
        "sha256": source.file.sha256,
        "rows": {
            "read": 2,
            "created": 1,
            "updated": 0,
            "unchanged": 0,
            "unmatched": 0,
            "withdrawn": 0,
            "refused": 1,
        },
    }
    assert next(each for each in api.rows("sources/"))["file"] == shown["file"]


def test_the_file_of_a_source_is_a_few_cells_of_its_line(api):
    factories.make_imported_source(slug="acled-1")
    factories.make_source(slug="wire")
    told = api.get("sources/?format=csv&fields=slug,dataset,file")
    header, *lines = told.content.decode().splitlines()
    imported, other = sorted(lines)
    assert header.startswith("slug,dataset,file_name,file_sha256,file_rows_read,file_rows_created")
    assert imported.startswith("acled-1,acled,acts.csv,") and imported.endswith(",2,1,0,0,0,0,1")
    assert other == "wire" + "," * 10


def test_a_source_keeps_its_file_when_it_is_written_back(db):
    factories.make_imported_source(slug="acled-1")
    editor = Writer()
    read = editor.body("sources/acled-1/")
    response = editor.change("PUT", "sources/acled-1/", read | {"title": "Acts"})
    assert response.status_code == 200, response.content
    assert response.json()["file"] == read["file"]


def test_the_file_of_a_source_cannot_be_changed(db):
    factories.make_imported_source(slug="acled-1")
    editor = Writer()
    other = editor.body("sources/acled-1/")["file"] | {"name": "other.csv"}
    body = {"dataset": "table", "file": other}
    assert editor.objections("PATCH", "sources/acled-1/", body) == {
        ("#/dataset", "fixed"),
        ("#/file", "fixed"),
    }
