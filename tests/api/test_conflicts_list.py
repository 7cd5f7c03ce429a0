"""The list of conflicts."""

from tests import factories
from tests.factories import exactly

from .shapes import ROOT, UNKNOWN, leaf, page, shown, slugs


def test_a_conflict_is_shown_whole(api):
    conflict = factories.make_conflict(
        slug="gaza", name="Gaza war", started=exactly("2014-07-08T00:00Z"), ucdp_id="234"
    )
    citation = factories.make_citation(conflict=conflict, locator="page 1", fields=["name"])
    conflict.refresh_from_db()
    assert api.body("conflicts/") == page(
        {
            "slug": "gaza",
            "url": f"{ROOT}conflicts/gaza/",
            "name": "Gaza war",
            "time_zone": "Asia/Gaza",
            "started": {
                "at": "2014-07-08T00:00:00Z",
                "precision": "minute",
                "local": "2014-07-08T03:00:00+03:00",
            },
            "ended": UNKNOWN,
            "identifiers": {"ucdp": "234"},
            "sources": [
                {
                    "source": leaf("sources", citation.source),
                    "locator": "page 1",
                    "fields": ["name"],
                }
            ],
            "updated": shown(conflict.updated),
        }
    )


def test_conflicts_come_by_name_unless_asked_otherwise(api):
    for name in ("Beta", "Alpha"):
        factories.make_conflict(slug=name.lower(), name=name)
    assert slugs(api.rows("conflicts/")) == ["alpha", "beta"]


def test_one_page_is_no_page_of_several(api):
    factories.make_conflict()
    response = api.get("conflicts/")
    assert "Link" not in response
    assert (response.json()["next"], response.json()["previous"]) == (None, None)
