"""What the reports of acts say, side by side, and which sources disagree."""

import pytest

from tests import factories as make
from tests.factories import exactly, instant

from .shapes import ROOT, ids, leaf, page
from .test_formats import content, table

PATH = "violations/comparison/"
NOTHING = {"low": None, "best": None, "high": None}
SILENT = {"agreement": "silent", "disagreeing": []}
pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    return make.make_source(slug="wire", published=exactly("2014-08-06T10:00Z"))


@pytest.fixture
def agency():
    return make.make_source(slug="agency", published=exactly("2014-08-06T11:00Z"))


@pytest.fixture
def act():
    return make.make_violation()


@pytest.fixture
def ask(api, act):
    """The comparison of that act."""
    return lambda **given: api.body(f"violations/{act.pk}/comparison/", **given)


def test_a_comparison_is_shown_whole(api, act, ask, wire, agency):
    hamas, israel = make.make_party(slug="hamas"), make.make_party(slug="israel")
    make.make_report(
        violation=act,
        source=wire,
        killed=(None, 2, None),
        quantity=(5, "at_least", "Rockets"),
        attributed_to=hamas,
        verification="verified",
        stated_relation="before",
    )
    make.make_report(
        violation=act,
        source=agency,
        killed=(None, 5, None),
        quantity=(7, "exact", "rockets"),
        attributed_to=israel,
    )
    both, found = ["wire", "agency"], ask()
    assert found == {
        "id": str(act.pk),
        "url": f"{ROOT}violations/{act.pk}/",
        "ceasefire": leaf("ceasefires", act.ceasefire),
        "kind": "rocket_fire",
        "occurred": {
            "at": "2014-08-06T08:00:00Z",
            "precision": "minute",
            "local": "2014-08-06T11:00:00+03:00",
        },
        "place_name": "",
        "killed": {
            "agreement": "disagree",
            "disagreeing": both,
            "range": {"low": 2, "best": 2, "high": 5},
        },
        "injured": SILENT | {"range": NOTHING},
        "quantity": {
            "agreement": "agree",
            "disagreeing": [],
            "range": {"low": 5, "best": 7, "high": 7},
            "unit": "Rockets",
        },
        "attributed_to": {"agreement": "disagree", "disagreeing": both},
        "verification": {"agreement": "one_claim", "disagreeing": []},
        "stated_relation": {"agreement": "one_claim", "disagreeing": []},
        "claims": api.rows("reports/", ordering="known_from"),
    }
    assert api.body(PATH) == page(found)


def test_an_act_with_one_report_has_a_comparison_and_is_not_listed(api, act, ask, wire):
    make.make_report(violation=act, source=wire, killed=(None, 2, None))
    assert ask()["killed"]["agreement"] == "one_claim"
    assert api.rows(PATH) == []


def test_an_act_without_reports_has_a_comparison_too(ask):
    found = ask()
    assert (found["claims"], found["killed"]) == ([], SILENT | {"range": NOTHING})


def test_figures_of_several_units_have_no_range(act, ask):
    make.make_report(violation=act, quantity=(5, "exact", "rockets"))
    make.make_report(violation=act, quantity=(6, "exact", "shells"))
    assert ask()["quantity"] == {
        "agreement": "not_comparable",
        "disagreeing": [],
        "range": NOTHING,
        "unit": None,
    }


def test_who_names_a_coalition_does_not_contradict_one_who_names_its_member(act, ask):
    factions = make.make_party(kind="coalition")
    for author in (factions, make.make_party(member_of=factions)):
        make.make_report(violation=act, attributed_to=author)
    assert ask()["attributed_to"]["agreement"] == "agree"
    make.make_report(violation=act, attributed_to=make.make_party(member_of=factions))
    assert ask()["attributed_to"]["agreement"] == "disagree"


def test_only_claims_known_by_then_are_compared(api, act, ask, wire, agency):
    for number, (source, day) in enumerate(((wire, "2014-08-06"), (agency, "2014-08-08"))):
        known = {"source": source, "known_from": instant(f"{day}T10:00Z")}
        make.make_report(violation=act, killed=(None, number, None), **known)
    then, later = "2014-08-08T09:59:59Z", "2014-08-08T10:00:00Z"
    assert ask(known_at=then)["killed"]["agreement"] == "one_claim"
    assert ask(known_at=later)["killed"]["agreement"] == "disagree"
    for disagreeing in ("true", "false"):
        assert api.rows(PATH, known_at=then, disagreeing=disagreeing) == []
        assert len(api.rows(PATH, known_at=later, disagreeing=disagreeing)) == 1


def test_an_act_that_was_not_known_then_has_no_comparison(api, act):
    response = api.get(f"violations/{act.pk}/comparison/", {"known_at": "2014-08-06T08:59:59Z"})
    assert response.status_code == 404


def test_the_lists_filters_choose_the_acts(api):
    for kind in ("rocket_fire", "grenade"):
        act = make.make_violation(kind=kind)
        for killed in (1, 2):
            make.make_report(violation=act, killed=(None, killed, None))
    [found] = api.rows(PATH, kind="grenade", disagreeing="true")
    assert ids([found]) == [str(act.pk)]


def test_acts_on_which_sources_agree_are_left_out_where_disagreeing_is_asked_for(api):
    agreed, disputed = (
        make.make_violation(),
        make.make_violation(occurred=exactly("2014-08-07T00:00Z")),
    )
    for act, figures in ((agreed, (3, 3)), (disputed, (3, 4))):
        for killed in figures:
            make.make_report(violation=act, killed=(None, killed, None))
    assert ids(api.rows(PATH)) == [str(disputed.pk), str(agreed.pk)]
    assert ids(api.rows(PATH, disagreeing="true")) == [str(disputed.pk)]


def test_pages_join_up(api):
    for _ in range(3):
        act = make.make_violation()
        make.make_report(violation=act)
        make.make_report(violation=act)
    first = api.body(PATH, limit=2, count="exact")
    rest = api.body(first["next"])
    assert first["count"] == 3 and rest["next"] is None
    assert [*ids(first["results"]), *ids(rest["results"])] == ids(api.rows(PATH))


def test_the_cursor_of_another_list_is_refused(api):
    for _ in range(2):
        make.make_violation()
    other = api.body("violations/", limit=1)["next"].partition("cursor=")[2]
    assert api.refused(PATH, {"cursor": other})[0]["parameter"] == "cursor"


@pytest.mark.parametrize("limit", ["100", "all"])
def test_a_table_has_a_line_for_each_act(api, act, wire, agency, limit):
    make.make_report(violation=act, source=wire, killed=(None, 2, None))
    make.make_report(violation=act, source=agency, killed=(None, 5, None))
    [row] = table(api, PATH, limit=limit, fields="id,killed,quantity,claims")
    assert row == {
        "id": str(act.pk),
        "killed_agreement": "disagree",
        "killed_disagreeing": "wire agency",
        "killed_low": "2",
        "killed_best": "2",
        "killed_high": "5",
        "quantity_agreement": "silent",
        "quantity_disagreeing": "",
        "quantity_low": "",
        "quantity_best": "",
        "quantity_high": "",
        "quantity_unit": "",
        "claims": "wire agency",
    }


def test_a_unit_that_a_spreadsheet_would_run_is_escaped(api, act):
    for _ in range(2):
        make.make_report(violation=act, quantity=(5, "exact", "=1+1"))
    [row] = table(api, PATH)
    assert row["quantity_unit"] == "'=1+1"


def test_lines_are_the_rows_of_the_list(api, act):
    for _ in range(2):
        make.make_report(violation=act)
    lines = content(api.get(PATH, {"format": "ndjson", "limit": "all"}))
    assert lines == api.get(PATH, {"format": "ndjson"}).content != b""


@pytest.mark.parametrize("query", [{"disagreeing": "maybe"}, {"at": "2014-08-06T12:00:00Z"}])
def test_what_is_not_understood_is_refused(api, act, query):
    assert len(api.refused(PATH, query)) == 1


def test_one_comparison_takes_no_filter(api, act):
    address = f"violations/{act.pk}/comparison/"
    for query in ({"disagreeing": "true"}, {"as_recorded_at": "2014-08-06T12:00:00Z"}):
        assert len(api.refused(address, query)) == 1
