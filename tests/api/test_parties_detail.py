"""One party."""

from tests import factories


def test_a_party_is_the_same_by_itself_as_in_its_list(api):
    factories.make_party(slug="hamas")
    assert api.body("parties/hamas/") == api.rows("parties/")[0]


def test_an_unknown_party_is_404(api):
    assert api.get("parties/nobody/").status_code == 404
