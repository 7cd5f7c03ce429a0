"""One negotiation round."""

from tests import factories


def test_a_round_adds_its_demands_to_its_row(api):
    sitting = factories.make_round(slug="cairo")
    made = [factories.make_demand(negotiation_round=sitting) for _ in range(2)]
    demands = sorted(made, key=lambda each: each.pk)
    factories.make_demand()
    row = next(each for each in api.rows("negotiation-rounds/") if each["slug"] == "cairo")
    assert api.body("negotiation-rounds/cairo/") == row | {
        "demands": [api.body(f"demands/{each.pk}/") for each in demands]
    }


def test_an_unknown_round_is_404(api):
    assert api.get("negotiation-rounds/nowhere/").status_code == 404
