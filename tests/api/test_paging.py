"""Pages of every list, in every ordering: whole, in order, both ways, while rows come and go."""

import pytest

from ceasefires.api.urls import router
from tests import factories as make
from tests.factories import instant

from .five import FIVE_ROWS, five_acts

KEYS = {name: view.keys for name, view, _ in router.registry}
ORDERINGS = [
    (name, sign + key) for name, keys in KEYS.items() for key in keys for sign in ("", "-")
]


every_ordering = pytest.mark.parametrize(("five", "ordering"), ORDERINGS, indirect=["five"])


def names(rows):
    return [row.get("slug") or row["id"] for row in rows]


@pytest.fixture
def walk(api):
    """All pages from a first one, following a relation."""

    def pages(page, relation):
        found = [page["results"]]
        while page[relation]:
            page = api.get(page[relation]).json()
            found.append(page["results"])
        return found, page

    return pages


@every_ordering
def test_pages_join_up_to_the_whole_list_forwards_and_back(api, walk, five, ordering):
    whole = names(api.rows(f"{five}/", ordering=ordering))
    first = api.body(f"{five}/", ordering=ordering, limit=2)
    forwards, last = walk(first, "next")
    back, begin = walk(last, "previous")
    assert names(row for page in forwards for row in page) == whole
    assert [names(page) for page in back[::-1]] == [names(page) for page in forwards]
    assert begin["previous"] is None


@every_ordering
def test_a_minus_turns_an_ordering_round(api, five, ordering):
    turned = ordering[1:] if ordering.startswith("-") else f"-{ordering}"
    rows = names(api.rows(f"{five}/", ordering=ordering))
    assert names(api.rows(f"{five}/", ordering=turned)) == rows[::-1]


@pytest.mark.parametrize(
    ("path", "ordering", "shown", "expected"),
    [
        ("conflicts/", "started", "started", [None, None, 6, 6, 7]),
        ("ceasefires/", "effective", "effective", [None, None, 6, 6, 7]),
        ("violations/", "occurred", "occurred", [None, None, 6, 6, 7]),
        ("negotiation-rounds/", "started", "started", [None, None, 6, 6, 7]),
        ("sources/", "published", "published", [None, None, 6, 6, 7]),
    ],
)
def test_unknown_instants_come_before_all_others(api, path, ordering, shown, expected):
    FIVE_ROWS[path.rstrip("/")]()
    found = [row[shown]["at"] for row in api.rows(path, ordering=ordering)]
    assert [at and instant(at).day for at in found] == expected


def test_acts_come_by_the_number_killed_with_what_is_not_reported_below_zero(api):
    five_acts()
    make.make_violation(killed=(None, 0, None))
    found = [row["killed"]["best"] for row in api.rows("violations/", ordering="killed")]
    assert found == [None, None, 0, 1, 1, 3]


def test_claims_come_by_the_instant_from_which_they_were_known(api):
    FIVE_ROWS["tolls"]()
    found = [row["known_from"] for row in api.rows("tolls/", ordering="known_from")]
    assert found == sorted(found)


@every_ordering
def test_rows_that_come_and_go_between_pages_neither_repeat_nor_skip_others(
    api, walk, five, ordering
):
    before = names(api.rows(f"{five}/", ordering=ordering))
    first = api.body(f"{five}/", ordering=ordering, limit=2)
    FIVE_ROWS[five]()
    _delete(five, names(first["results"])[-1])
    pages, _ = walk(first, "next")
    found = names(row for page in pages for row in page)
    assert len(found) == len(set(found))
    assert [each for each in found if each in before] == before


def _delete(resource, name):
    view = next(view for registered, view, _ in router.registry if registered == resource)
    view.queryset.model.objects.filter(**{view.lookup_field: name}).delete()


def test_the_limit_is_how_many_rows_a_page_holds(api):
    FIVE_ROWS["parties"]()
    assert [len(api.rows("parties/", limit=limit)) for limit in (1, 4, 5, 1000)] == [1, 4, 5, 5]


def test_a_page_holds_100_rows_unless_asked_otherwise(api):
    for _ in range(101):
        make.make_party()
    page = api.body("parties/")
    assert (len(page["results"]), bool(page["next"])) == (100, True)


def test_a_full_last_page_has_no_next(api):
    FIVE_ROWS["parties"]()
    assert api.body("parties/", limit=5)["next"] is None


@pytest.mark.parametrize("five", FIVE_ROWS, indirect=True)
def test_rows_are_counted_where_that_is_asked(api, five):
    page = api.body(f"{five}/", limit=2, count="exact")
    assert page["count"] == api.body(page_of(page), count="exact")["count"] >= 5
    assert "count" not in api.body(f"{five}/", limit=2)


def page_of(page):
    return page["next"].split("?")[0]


def test_the_count_is_of_what_the_filters_leave(api):
    truce = make.make_ceasefire()
    make.make_ceasefire()
    make.make_violation(ceasefire=truce)
    for asked in ({"compliance": "alleged"}, {"status": "expired", "q": truce.name}):
        assert api.body("ceasefires/", count="exact", **asked)["count"] == 1
    assert api.body("violations/", count="exact", known_at="2014-08-05T00:00:00Z")["count"] == 0


def test_links_name_the_pages_beside_this_one(api, walk):
    FIVE_ROWS["parties"]()
    first = api.get("parties/", {"limit": 2, "ordering": "-name"})
    second = api.get(first.json()["next"])
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    assert second["Link"] == (
        f'<{second.json()["next"]}>; rel="next", <{second.json()["previous"]}>; rel="prev"'
    )


def test_links_keep_what_was_asked(api):
    for name in ("a b&c", "a b+c"):
        make.make_party(name=name, kind="state")
    page = api.body("parties/", q='"a b"', kind=["state", "coalition"], limit=1, fields="name")
    assert api.get(page["next"]).json()["results"] == [{"name": "a b+c"}]
