"""The list of parties."""

from tests import factories

from .shapes import ROOT, leaf, page, shown, slugs


def test_a_party_is_shown_whole(api):
    coalition = factories.make_party(slug="all", name="All", kind="coalition", ucdp_id="7")
    member = factories.make_party(slug="one", name="One", member_of=coalition)
    coalition.refresh_from_db()
    member.refresh_from_db()
    assert api.body("parties/") == page(
        {
            "slug": "all",
            "url": f"{ROOT}parties/all/",
            "name": "All",
            "kind": "coalition",
            "member_of": None,
            "identifiers": {"ucdp": "7"},
            "updated": shown(coalition.updated),
        },
        {
            "slug": "one",
            "url": f"{ROOT}parties/one/",
            "name": "One",
            "kind": "non_state_armed_group",
            "member_of": leaf("parties", coalition),
            "identifiers": {},
            "updated": shown(member.updated),
        },
    )


def test_parties_come_by_name_unless_asked_otherwise(api):
    for name in ("Beta", "Alpha"):
        factories.make_party(slug=name.lower(), name=name)
    assert slugs(api.rows("parties/")) == ["alpha", "beta"]
