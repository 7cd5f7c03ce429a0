"""Every filter of every list: what it leaves, and what it refuses."""

from typing import Any

import pytest

from ceasefires.api.urls import router

from .filter_cases import RESOURCES, Case

FILTERSETS = {name: view.filterset_class for name, view, _ in router.registry}
ALL = [(name, each) for name, resource in RESOURCES.items() for each in resource.filters]
TELLING = [(name, each) for name, each in ALL if RESOURCES[name].filters[each].one is not None]
TELLING_TWO = [(name, each) for name, each in ALL if RESOURCES[name].filters[each].two is not None]
MANY = [
    (name, each)
    for name, each in sorted(set(TELLING) & set(TELLING_TWO))
    if FILTERSETS[name].base_filters[each].parameter(each).many
]
SINGLE = [
    (name, each)
    for name, each in ALL
    if not FILTERSETS[name].base_filters[each].parameter(each).many
]


def case_of(resource: str, name: str) -> Case:
    return RESOURCES[resource].filters[name]


@pytest.fixture
def left(api, world):
    """Ask which of the two rows a query leaves."""

    def ask(name: str, value: Any) -> list[str]:
        query = dict(case_of(world, name).beside) | {name: value, "limit": "1000"}
        rows = api.rows(f"{world}/", **query)
        found = {row.get("slug") or row["id"] for row in rows}
        return [each for each in RESOURCES[world].names if each in found]

    return ask


def in_its_world(cases: list[tuple[str, str]]) -> Any:
    return pytest.mark.parametrize(("world", "name"), cases, indirect=["world"])


@in_its_world(TELLING)
def test_a_filter_leaves_the_row_that_matches(left, world, name):
    assert left(name, case_of(world, name).one) == [RESOURCES[world].names[0]]


@in_its_world(TELLING_TWO)
def test_a_filter_leaves_the_other_row_where_that_one_matches(left, world, name):
    assert left(name, case_of(world, name).two) == [RESOURCES[world].names[1]]


@in_its_world(MANY)
def test_values_with_a_comma_between_are_alternatives(left, world, name):
    case = case_of(world, name)
    assert left(name, f"{case.one},{case.two}") == [*RESOURCES[world].names]


@in_its_world(MANY)
def test_values_given_one_by_one_are_alternatives(left, world, name):
    case = case_of(world, name)
    assert left(name, [case.one, case.two]) == [*RESOURCES[world].names]


@in_its_world(MANY)
def test_one_bad_value_among_good_ones_is_refused(api, world, name):
    case = case_of(world, name)
    errors = api.refused(f"{world}/", dict(case.beside) | {name: f"{case.one},{case.bad}"})
    assert [error["parameter"] for error in errors] == [name]


@pytest.mark.parametrize(("resource", "name"), ALL)
def test_a_value_that_cannot_be_taken_is_named(api, resource, name):
    case = case_of(resource, name)
    errors = api.refused(f"{resource}/", dict(case.beside) | {name: case.bad})
    assert [error["parameter"] for error in errors] == [name]


@pytest.mark.parametrize(("resource", "name"), SINGLE)
def test_a_single_value_given_twice_is_refused(api, resource, name):
    case = case_of(resource, name)
    value = case.one or case.two or "2014-08-01T00:00:00Z"
    errors = api.refused(f"{resource}/", dict(case.beside) | {name: [value, value]})
    assert [(error["parameter"], error["code"]) for error in errors] == [(name, "repeated")]


@pytest.mark.parametrize("resource", ["ceasefires", "violations"])
def test_updated_after_leaves_what_changed_from_then_on(api, resource):
    RESOURCES[resource].make_rows()
    (latest, *_) = api.rows(f"{resource}/", ordering="-updated")
    assert latest in api.rows(f"{resource}/", updated_after=latest["updated"])
    assert api.rows(f"{resource}/", updated_after="2199-01-01T00:00:00Z") == []


def test_every_filter_has_a_case():
    expected = {name: set(each.base_filters) for name, each in FILTERSETS.items()}
    assert {name: set(each.filters) for name, each in RESOURCES.items()} == expected


def test_every_filter_says_what_it_does():
    silent = [
        (name, parameter.name)
        for name, filterset in FILTERSETS.items()
        for parameter in filterset.parameters()
        if len(parameter.description) < 10
    ]
    assert silent == []
