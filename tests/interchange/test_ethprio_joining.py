"""How rows of one ceasefire of ETH/PRIO's dataset are joined, and what of their differences."""

import pytest

from ceasefires.interchange.ethprio.actors import Actors
from ceasefires.interchange.ethprio.joining import apart, joined
from ceasefires.interchange.ethprio.rows import End
from ceasefires.interchange.ethprio.wording import locator, name_of, slug_of

from .ethprio_rows import GOVERNMENT, REBELS, row

OTHER_REBELS = {"ucdp_actor_id": "5803", "actor_name": "Recontra"}
FOREIGN = {"ucdp_actor_id": "89", "actor_name": "Government of Honduras"}


def join(*given):
    """One ceasefire of rows that are numbered as they come."""
    rows = [row(**{"id": number} | each) for number, each in enumerate(given, 1)]
    return joined(rows, Actors(each.actor for each in rows))


def ends(ceasefire):
    return {part.actor.name: part.end for part in ceasefire.parts}


def sides(ceasefire):
    return {part.actor.name: part.side for part in ceasefire.parts}


def kept(ceasefire):
    return {(each.field, each.value) for each in ceasefire.told if not each.taken}


def remarks(ceasefire):
    return [(each.line, each.field, each.value) for each in ceasefire.remarks]


def test_each_actor_has_one_part_however_many_dyads_it_is_in():
    found = join(GOVERNMENT, REBELS, GOVERNMENT, OTHER_REBELS)
    assert [(part.actor.ucdp_id, part.numbers) for part in found.parts] == [
        ("14", ("1", "3")),
        ("759", ("2",)),
        ("5803", ("4",)),
    ]


def test_the_government_is_side_a_and_the_others_side_b():
    found = join(REBELS, OTHER_REBELS, GOVERNMENT)
    assert sides(found) == {
        "Government of Nicaragua": "a",
        "Contra/FDN": "b",
        "Recontra": "b",
    }


def test_of_several_governments_that_of_the_place_is_side_a_and_others_their_own():
    found = join(FOREIGN, GOVERNMENT, REBELS)
    assert sides(found) == {
        "Government of Nicaragua": "a",
        "Contra/FDN": "b",
        "Government of Honduras": "",
    }


@pytest.mark.parametrize("location", ["Burma", "Myanmar", "Myanmar (Burma)"])
def test_the_government_of_a_place_may_have_two_names(location):
    own = {"ucdp_actor_id": "144", "actor_name": "Government of Myanmar (Burma)"}
    found = join({**own, "location": location}, {**FOREIGN, "location": location})
    assert sides(found)["Government of Myanmar (Burma)"] == "a"


@pytest.mark.parametrize(
    "actors",
    [(REBELS, OTHER_REBELS), (FOREIGN, {**FOREIGN, "ucdp_actor_id": "90"}, REBELS), (REBELS,)],
)
def test_without_one_government_that_is_that_of_the_place_each_is_its_own_side(actors):
    assert set(sides(join(*actors)).values()) == {""}


@pytest.mark.parametrize(
    "name",
    [
        "Government of Sri Lanka",
        "The Government of Sri Lanka",
        "Goverment of Sri Lanka",
        "Interim Government of National Unity of Liberia",
    ],
)
def test_a_government_is_known_by_its_name(name):
    (part,) = join({"ucdp_actor_id": "145", "actor_name": name}).parts
    assert part.kind == "state"


def test_an_actor_is_a_government_if_any_row_names_it_so():
    rows = [row(id=1, ucdp_actor_id=330, actor_name="Republic of Armenia")]
    named = [each.actor for each in rows] + [
        row(ucdp_actor_id=330, actor_name="Government of Armenia").actor
    ]
    (part,) = joined(rows, Actors(named)).parts
    assert part.kind == "state"


def test_whoever_is_no_government_is_an_armed_group_but_for_a_force_of_states():
    named = {"actor_name": "ECOMOG", "ucdp_actor_id": "7026"}
    kinds = [part.kind for part in join(named, REBELS).parts]
    assert kinds == ["intergovernmental_organisation", "non_state_armed_group"]


def test_an_actor_goes_by_the_name_that_most_rows_give_it_and_others_are_told():
    wrong = {**GOVERNMENT, "actor_name": "Goverment of Nicaragua"}
    found = join(wrong, GOVERNMENT, GOVERNMENT)
    assert [part.actor.name for part in found.parts] == ["Government of Nicaragua"]
    assert remarks(found) == [(2, "actor_name", "Goverment of Nicaragua")]


def test_an_actor_without_an_id_is_the_one_whose_name_others_give_with_an_id():
    found = join(REBELS, {**REBELS, "ucdp_actor_id": "-1"})
    assert [part.actor for part in found.parts] == [("759", "Contra/FDN")]


def test_actors_without_an_id_are_told_apart_by_name():
    elders = {"ucdp_actor_id": "-1", "actor_name": "Elders"}
    found = join(elders, {**elders, "actor_name": "Council"})
    assert [part.actor for part in found.parts] == [("", "Elders"), ("", "Council")]
    reason = "has no UCDP id, and is taken for a non-state armed group."
    assert [each.reason for each in found.remarks] == [reason, reason]


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ([("2", "1995/2/9"), ("1", "1995/3/1")], End("expired", "1995-03-01")),
        ([("1", "1995/3/1"), ("2", "1995/2/9")], End("expired", "1995-03-01")),
        ([("1", "1995/3/-1"), ("2", "1995/3/9")], End("violence", "1995-03-09")),
        ([("2", "1995/2/9"), ("-1", "-1/-1/-1")], End("violence", "1995-02-09")),
        ([("0", "0/0/0"), ("2", "1995/2/9")], End("violence", "1995-02-09")),
        ([("0", "0/0/0"), ("-1", "-1/-1/-1")], End("unclear")),
        ([("0", "0/0/0"), ("0", "0/0/0")], End()),
        # What took effect with one of the others did take effect.
        ([("2", "1995/2/9"), ("3", "1995/3/1")], End("violence", "1995-02-09")),
        ([("3", "1995/3/1"), ("-1", "-1/-1/-1")], End("unclear")),
        ([("3", "1995/3/1"), ("0", "0/0/0")], End()),
    ],
)
def test_the_latest_known_end_of_an_actor_decides(given, taken):
    found = join(*({**GOVERNMENT, "ended": code, "end": date} for code, date in given))
    assert ends(found) == {"Government of Nicaragua": taken}
    others = {f"Government of Nicaragua: {end}" for end in map(str, {row_end(*x) for x in given})}
    assert {value for field, value in kept(found) if field == "ended"} == others - {
        f"Government of Nicaragua: {taken}"
    }


def row_end(code, date):
    return row(ended=code, end=date).end


def test_ends_that_differ_between_actors_both_stand():
    found = join(
        {**GOVERNMENT, "ended": 2, "end": "1995/2/9"}, {**REBELS, "ended": 4, "end": "1995/2/10"}
    )
    assert ends(found) == {
        "Government of Nicaragua": End("violence", "1995-02-09"),
        "Contra/FDN": End("superseded", "1995-02-10"),
    }
    assert (remarks(found), kept(found)) == ([], kept(join(GOVERNMENT, REBELS)))


@pytest.mark.parametrize(
    ("end", "taken"),
    [
        ("1994/1/11", End("expired")),
        ("1993/-1/-1", End("expired")),
        ("1994/1/12", End("expired", "1994-01-12")),
        ("1994/1/-1", End("expired", "1994-01")),
        ("1994/-1/-1", End("expired", "1994")),
    ],
)
def test_an_end_before_the_beginning_is_taken_without_its_date(end, taken):
    found = join({**GOVERNMENT, "ended": 1, "end": end})
    assert list(ends(found).values()) == [taken]
    early = not taken.when
    assert [field for _line, field, _value in remarks(found)] == ["end"] * early
    assert ("ended" in {field for field, _value in kept(found)}) == early


def test_what_never_took_effect_may_have_ended_before_it():
    found = join({**GOVERNMENT, "ended": 3, "end": "1994/1/1"})
    assert list(ends(found).values()) == [End("never_effective", "1994-01-01")]


def test_a_date_of_an_end_where_nothing_ended_is_kept_as_a_coding():
    found = join({**GOVERNMENT, "ended": 0, "end": "1995/-1/-1"})
    assert list(ends(found).values()) == [End()]
    assert ("ended", "Government of Nicaragua: not_ended, 1995") in kept(found)
    assert remarks(found) == [(2, "end", "not_ended, 1995")]


def test_what_most_rows_say_is_taken_and_the_rest_kept_and_told():
    found = join(*({**GOVERNMENT, "effective": f"1994/1/{day}"} for day in (11, 12, 12)))
    assert found.said["effective"] == ("1994-01-12",)
    assert ("effective", "1994-01-11") in kept(found)
    assert remarks(found) == [(2, "cf_effect", "1994-01-11")]


def test_of_equally_many_the_first_by_number_is_taken():
    found = join({"id": 7, "partial": 1}, {"id": 3, "partial": 0})
    assert found.said["scope"] == ("full",)


def test_what_is_known_is_taken_before_what_is_not():
    found = join({"partial": -1}, {"partial": -1}, {"partial": 1})
    assert (found.said["scope"], remarks(found)) == (("partial",), [])


def test_a_ceasefire_in_two_places_or_conflicts_keeps_the_others_as_codings():
    found = join(
        {"location": "Nicaragua", "ucdp_acd_id": 336},
        {"location": "Honduras", "ucdp_acd_id": 300},
        {"location": "Nicaragua", "ucdp_acd_id": 336},
    )
    assert (found.location, found.conflict) == ("Nicaragua", "336")
    assert {("location", "Honduras"), ("ucdp_conflict", "300")} <= kept(found)
    assert remarks(found) == [(3, "ucdp_acd_id", "300"), (3, "location", "Honduras")]


def test_dyads_are_kept_and_no_difference():
    found = join({"ucdp_dyad": 850}, {"ucdp_dyad": 851})
    assert {("ucdp_dyad", "850"), ("ucdp_dyad", "851")} <= kept(found)
    assert remarks(found) == []


def test_rows_that_say_the_same_twice_are_no_difference():
    found = join(GOVERNMENT, GOVERNMENT, REBELS, REBELS)
    assert (len(found.parts), remarks(found)) == (2, [])


def test_rows_declared_more_than_a_year_apart_are_of_another_ceasefire():
    days = ["1994/1/12", "1994/1/12", "1995/1/13", "1995/1/14", "1993/1/10", "1993/1/11"]
    own, strays = apart([row(id=n, declared=day) for n, day in enumerate(days, 1)])
    assert [each.number for each in own] == ["1", "2", "3", "6"]
    assert [each.number for each in strays] == ["4", "5"]


def test_where_no_row_was_declared_the_instants_of_effect_tell_ceasefires_apart():
    unknown = {"declared": "-1/-1/-1"}
    rows = [row(id=1, effective="1990/1/1", **unknown), row(id=2, effective="2019/1/1", **unknown)]
    own, strays = apart([*rows, row(id=3, effective="-1/-1/-1", **unknown)])
    assert ([each.number for each in own], len(strays)) == (["1", "3"], 1)


def test_rows_without_any_date_are_of_one_ceasefire():
    undated = [row(id=n, declared="0/0/0", effective="0/0/0") for n in (1, 2)]
    assert apart(undated) == (undated, [])


def test_a_slug_is_of_place_date_and_identifier():
    assert slug_of(join({"declared": "1994/1/-1"})) == "nicaragua-1994-01-93001"
    assert slug_of(join({"declared": "0/0/0"})) == "nicaragua-1994-01-12-93001"
    assert slug_of(join({"location": "???", "declared": "0/0/0", "effective": "0/0/0"})) == "93001"
    assert len(slug_of(join({"location": "a_b " * 50}))) < 80


def test_a_name_is_of_date_place_and_parties():
    assert name_of(join(REBELS, GOVERNMENT)) == (
        "Ceasefire of 12 January 1994 in Nicaragua: Government of Nicaragua and Contra/FDN"
    )
    third = {**REBELS, "ucdp_actor_id": "1", "actor_name": "X"}
    assert name_of(join(GOVERNMENT, REBELS, OTHER_REBELS, third)) == (
        "Ceasefire of 12 January 1994 in Nicaragua: "
        "Government of Nicaragua, Contra/FDN and 2 others"
    )
    assert len(name_of(join({"actor_name": "x" * 200}))) == 200


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([12], "row 12"),
        ([13, 12], "rows 12 and 13"),
        ([1, 2, 3, 9], "rows 1 to 3 and 9"),
        ([1, 2, 2, 4, 6, 7], "rows 1, 2, 4, 6 and 7"),
        (range(1, 400, 3), "rows among 1 to 397"),
    ],
)
def test_a_locator_names_rows_by_their_own_numbers(numbers, told):
    assert locator("93001", map(str, numbers)) == f"ceasefire 93001, {told}"
