"""One conflict."""

from tests import factories

from .shapes import leaf, slugs


def test_a_conflict_adds_its_ceasefires_and_tolls_to_its_row(api):
    conflict = factories.make_conflict(slug="gaza")
    ceasefire = factories.make_ceasefire(conflict=conflict)
    toll = factories.make_toll(conflict=conflict)
    (row,) = api.rows("conflicts/")
    assert api.body("conflicts/gaza/") == row | {
        "ceasefires": [leaf("ceasefires", ceasefire)],
        "tolls": [api.body(f"tolls/{toll.pk}/")],
    }


def test_what_belongs_to_another_conflict_is_left_out(api):
    factories.make_conflict(slug="quiet")
    factories.make_ceasefire()
    factories.make_toll()
    quiet = api.body("conflicts/quiet/")
    assert (quiet["ceasefires"], quiet["tolls"]) == ([], [])


def test_ceasefires_come_by_slug(api):
    conflict = factories.make_conflict(slug="gaza")
    for slug in ("b", "a"):
        factories.make_ceasefire(slug=slug, conflict=conflict)
    assert slugs(api.body("conflicts/gaza/")["ceasefires"]) == ["a", "b"]


def test_an_unknown_conflict_is_404(api):
    assert api.get("conflicts/nowhere/").status_code == 404
