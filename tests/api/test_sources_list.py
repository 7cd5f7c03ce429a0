"""The list of sources."""

from tests import factories
from tests.factories import exactly, instant, on_day

from .shapes import ROOT, UNKNOWN, page, shown, slugs


def test_a_source_is_shown_whole_and_without_a_local_time(api):
    source = factories.make_source(
        slug="wire",
        publisher="Example Wire",
        title="Truce holds",
        published=on_day("2014-08-06T00:00Z"),
        link="https://example.org/truce",
        accessed=instant("2014-08-07T10:00Z"),
        licence="CC BY 4.0",
    )
    source.refresh_from_db()
    assert api.body("sources/") == page(
        {
            "slug": "wire",
            "url": f"{ROOT}sources/wire/",
            "publisher": "Example Wire",
            "title": "Truce holds",
            "published": {"at": "2014-08-06T00:00:00Z", "precision": "day", "local": None},
            "link": "https://example.org/truce",
            "accessed": "2014-08-07T10:00:00Z",
            "licence": "CC BY 4.0",
            "dataset": None,
            "file": None,
            "updated": shown(source.updated),
        }
    )


def test_what_is_not_known_of_a_source_is_empty(api):
    factories.make_source(
        published=exactly("2014-08-06T00:00Z")._replace(at=None, precision="unknown")
    )
    (row,) = api.rows("sources/")
    assert (row["published"], row["accessed"], row["link"]) == (UNKNOWN, None, "")


def test_the_latest_published_come_first_unless_asked_otherwise(api):
    for day in ("05", "06"):
        factories.make_source(slug=f"of-{day}", published=exactly(f"2014-08-{day}T00:00Z"))
    assert slugs(api.rows("sources/")) == ["of-06", "of-05"]
