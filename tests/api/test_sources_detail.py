"""One source."""

from tests import factories


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
