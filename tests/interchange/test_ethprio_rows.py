"""What a row of ETH/PRIO's dataset says, and which cells no row can be made of."""

import pytest

from ceasefires.interchange.ethprio.rows import End
from ceasefires.interchange.findings import Bad

from .ethprio_rows import row


def refused(**given):
    with pytest.raises(Bad) as caught:
        row(**given)
    return caught.value.field, caught.value.reason


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("side", {"1": "unilateral", "2": "bilateral", "3": "multilateral", "-1": None}),
        (
            "ceasefire_class",
            {
                "1": "cessation_of_hostilities",
                "2": "with_compliance_mechanisms",
                "3": "definitive",
                "-1": None,
            },
        ),
        ("partial", {"0": "full", "1": "partial", "-1": None}),
        ("written", {"0": "no", "1": "yes", "2": "yes", "-1": None, "": None}),
        ("implement", {"0": "no", "1": "yes", "-1": None}),
        (
            "enforcement",
            {
                "0": "none",
                "1": "external_state",
                "2": "intergovernmental_organisation",
                "3": None,
                "-1": None,
            },
        ),
    ],
)
def test_a_code_is_read_as_the_trackers_word_and_minus_one_as_nothing(column, codes):
    fields = {
        "side": "declaration",
        "partial": "scope",
        "implement": "implementation_mechanism",
    }
    field = fields.get(column, column)
    said = {code: row(**{column: code}).said.get(field) for code in codes}
    assert said == {code: (word,) if word else None for code, word in codes.items()}


def test_purposes_are_those_whose_flags_are_set():
    found = row(p_humanitarian=1, p_peaceprocess=1, p_unclear=1, p_other="")
    assert found.said["purpose"] == ("humanitarian", "peace_process", "unclear")
    assert "purpose" not in row().said


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("0", End()),
        ("1", End("expired", "1995-02-09")),
        ("2", End("violence", "1995-02-09")),
        ("3", End("never_effective", "1995-02-09")),
        ("4", End("superseded", "1995-02-09")),
        ("-1", End("unclear", "1995-02-09")),
    ],
)
def test_an_end_is_how_and_when_the_actors_part_ended(code, end):
    date = "1995/2/9" if code != "0" else "0/0/0"
    assert row(ended=code, end=date).end == end


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("2014/8/5", "2014-08-05"),
        ("2014/8/-1", "2014-08"),
        ("2014/8/0", "2014-08"),
        ("2014/-1/-1", "2014"),
        ("2014//", "2014"),
        ("-1/-1/-1", None),
        ("0/0/0", None),
        ("1900/1/1", "1900-01-01"),
        ("2100/12/31", "2100-12-31"),
        ("2000/2/29", "2000-02-29"),
    ],
)
def test_a_date_says_no_more_than_is_known(given, known):
    found = row(effective=given)
    assert found.said.get("effective") == ((known,) if known else None)
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("given", "known"), [("2014/-1/5", "2014"), ("-1/8/5", None), ("0/8/-1", None)]
)
def test_a_part_within_one_that_is_not_known_is_left_and_told(given, known):
    found = row(effective=given)
    assert found.said.get("effective") == ((known,) if known else None)
    (remark,) = found.remarks
    assert (remark.field, remark.value) == ("cf_effect", given.replace("-1", "0"))


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ("2014/13/1", "cf_effect_month", "is no month: there are 12."),
        ("2014/2/31", "cf_effect_day", "is no day of that month: it has 28."),
        ("2014/-1/32", "cf_effect_day", "is no day of that month: it has 31."),
        ("25/1/1", "cf_effect_yr", "give all four digits, from 1900 to 2100."),
        ("0025/1/1", "cf_effect_yr", "give all four digits, from 1900 to 2100."),
        ("1899/1/1", "cf_effect_yr", "give all four digits, from 1900 to 2100."),
        ("2101/1/1", "cf_effect_yr", "give all four digits, from 1900 to 2100."),
        ("20I4/1/1", "cf_effect_yr", "is not a whole number."),
        ("2014/-2/1", "cf_effect_month", "must lie between -1 and 9999."),
    ],
)
def test_a_date_that_cannot_be_is_refused(given, field, reason):
    assert refused(effective=given) == (field, reason)


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ({"ceasefire_class": 7}, "ceasefire_class", "is not one of the codes 1, 2, 3, -1."),
        ({"side": "both"}, "side", "is not a whole number."),
        ({"ended": 5}, "ended", "is not one of the codes 0, 1, 2, 3, 4, -1."),
        ({"p_holiday": 2}, "p_holiday", "is not one of the codes 0, 1, -1."),
        ({"mediator_nego": 2}, "mediator_nego", "is not one of the codes 0, 1, -1."),
        ({"uniq_id": ""}, "uniq_id", "is empty: it is needed."),
        ({"uniq_id": "0"}, "uniq_id", "must lie between 1 and 1000000000."),
        ({"uniq_id": "1 2"}, "uniq_id", "is not a whole number."),
        ({"actor_name": ""}, "actor_name", "is empty: it is needed."),
        ({"actor_name": "x" * 201}, "actor_name", "has 201 characters: at most 200 are kept."),
        ({"actor_name": "a\x07b"}, "actor_name", "holds a control character."),
        ({"location": ""}, "location", "is empty: it is needed."),
        ({"ucdp_acd_id": "-2"}, "ucdp_acd_id", "must lie between -1 and 1000000000."),
        ({"link_id1": "x"}, "link_id1", "is not a whole number."),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_taken_is_refused_by_name(given, field, reason):
    assert refused(**given) == (field, reason)


def test_numbers_may_be_written_as_programs_do_that_know_only_floats():
    found = row(uniq_id="93001.0", side="2.0", fixed="1.0", fixed_time="3.0")
    assert (found.ceasefire, found.said["declaration"]) == ("93001", ("bilateral",))
    assert found.said["planned_duration"] == ("P3D",)


@pytest.mark.parametrize(
    ("fixed", "days", "said"),
    [
        ("1", "3", {"planned_duration": ("P3D",)}),
        ("1", "36524", {"planned_duration": ("P36524D",)}),
        ("1", "36525", {"fixed": ("1",), "fixed_time": ("36525",)}),
        ("1", "-1", {"fixed": ("1",)}),
        ("1", "0", {"fixed": ("1",)}),
        ("1", "until the harvest is in", {"fixed": ("1",)}),
        ("0", "0", {"fixed": ("0",)}),
        ("0", "3", {"fixed": ("0",), "fixed_time": ("3",)}),
        ("-1", "-1", {}),
    ],
)
def test_a_duration_is_in_days_and_only_where_it_was_fixed(fixed, days, said):
    found = row(fixed=fixed, fixed_time=days).said
    names = ("planned_duration", "fixed", "fixed_time")
    assert {name: found[name] for name in names if name in found} == said


def test_words_for_a_duration_are_told_and_not_stored():
    found = row(fixed=1, fixed_time="until the harvest is in")
    (remark,) = found.remarks
    assert (remark.field, remark.reason) == (
        "fixed_time",
        "is no number of days: words are not stored.",
    )
    assert "harvest" not in str(found.said)


@pytest.mark.parametrize(
    ("mediated", "names", "said"),
    [
        ("0", "0", ("none",)),
        ("-1", "-1", ("unclear",)),
        ("1", "-1", ("unnamed",)),
        ("1", "UN, EC", ("UN, EC",)),
        ("", "", None),
    ],
)
def test_who_mediated_is_names_or_the_word_for_none(mediated, names, said):
    found = row(mediator_nego=mediated, mediator_send=names)
    assert found.said.get("mediator") == said
    assert found.remarks == ()


def test_names_of_mediators_where_nobody_mediated_are_both_kept_and_told():
    found = row(mediator_nego=0, mediator_send="UN")
    assert found.said["mediator"] == ("none", "UN")
    assert [each.field for each in found.remarks] == ["mediator_send"]


def test_a_text_too_long_for_names_of_mediators_is_told_and_not_stored():
    found = row(mediator_nego=1, mediator_send="a" * 301)
    assert found.said["mediator"] == ("unnamed",)
    assert [each.field for each in found.remarks] == ["mediator_send"]


def test_codes_of_unconfirmed_meaning_are_kept_as_they_are():
    found = row(timing=2, link=0, ddr=1, truce=0, link_id1=9, nsa_frac=1, splinter=-1)
    names = ("timing", "link", "ddr", "link_ids")
    assert {name: found.said[name] for name in names} == {
        "timing": ("2",),
        "link": ("0",),
        "ddr": ("1",),
        "link_ids": ("9",),
    }
    assert "truce" not in found.said
    assert found.of_actor == {"nsa_frac": "1", "splinter": "-1"}


def test_codes_that_one_word_stands_for_are_told_apart():
    said = [row(written=code).said for code in (0, 1, 2)]
    assert [each.get("written_code") for each in said] == [None, None, ("2",)]
    said = [row(enforcement=code).said for code in (2, 3, -1)]
    assert [each.get("enforcement_code") for each in said] == [None, ("3",), None]


def test_identifiers_of_minus_one_are_none():
    found = row(ucdp_actor_id=-1, ucdp_acd_id=-1, ucdp_dyad=850, pax_id=0)
    assert (found.actor.ucdp_id, found.said["ucdp_dyad"]) == ("", ("850",))
    assert not {"ucdp_conflict", "pax_id"} & set(found.said)


def test_letters_that_the_file_has_lost_are_told():
    (remark,) = row(actor_name="S�l�ka").remarks
    assert (remark.field, remark.reason) == ("actor_name", "has letters that the file has lost.")
