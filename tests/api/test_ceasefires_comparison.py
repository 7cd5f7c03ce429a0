"""What sources code of a ceasefire, beside its curated values."""

import pytest

from tests import factories as make
from tests.factories import FuzzyInstant, exactly, instant, on_day

from .shapes import leaf

pytestmark = pytest.mark.django_db
PATH = "ceasefires/truce/comparison/"


@pytest.fixture
def wire():
    return make.make_source(slug="wire")


@pytest.fixture
def truce(wire):
    return make.make_ceasefire(slug="truce")


@pytest.fixture
def compared(api, truce):
    """What it holds of a field, and what is coded of it, as given by the claimants named."""

    def compare(field, *codings, **curated):
        for name, value in curated.items():
            setattr(truce, name, value)
        truce.save()
        for claimant, value in codings:
            make.make_coding(ceasefire=truce, field=field, value=value, claimant=claimant)
        [row] = api.rows(PATH)
        return row["curated"], row["agreement"]

    return compare


def test_a_comparison_is_shown_whole(api, truce, wire):
    coded = make.make_coding(ceasefire=truce, source=wire, field="purpose", value="peace_process")
    truce.purposes = ["humanitarian"]
    truce.save()
    assert api.body(PATH) == {
        "ceasefire": leaf("ceasefires", truce),
        "known_at": None,
        "results": [
            {
                "field": "purpose",
                "curated": ["humanitarian"],
                "agreement": "disagree",
                "disagreeing": ["wire"],
                "claims": [api.body(f"codings/{coded.pk}/")],
            }
        ],
    }


@pytest.mark.parametrize(
    ("field", "codings", "curated", "expected"),
    [
        ("purpose", ["humanitarian"], {"purposes": ["humanitarian", "holiday"]}, "agree"),
        ("purposes", ["holiday, other"], {"purposes": ["humanitarian"]}, "disagree"),
        ("purpose", ["to bury the dead"], {"purposes": ["humanitarian"]}, "not_comparable"),
        ("purpose", ["humanitarian"], {"purposes": ["unclear"]}, "one_claim"),
        ("purpose", ["unclear"], {"purposes": ["unclear"]}, "silent"),
        ("scope", ["Partial"], {"scope": "full"}, "disagree"),
        ("scope", ["full"], {"scope": "full"}, "agree"),
        ("scope", ["full", "partial"], {"scope": "unknown"}, "disagree"),
        ("scope", ["unknown"], {"scope": "full"}, "one_claim"),
        ("scope", ["2"], {"scope": "full"}, "not_comparable"),
        ("effective", ["2014-08-05"], {}, "agree"),
        ("effective", ["2014-08"], {}, "agree"),
        ("effective", ["2014"], {}, "agree"),
        ("effective", ["2014-08-06"], {}, "disagree"),
        ("effective", ["2014-08-05T05:00:00Z"], {}, "agree"),
        ("effective", ["2014-08-05T08:00:00+03:00"], {}, "agree"),
        ("effective", ["2014-08-05T05:01:00Z"], {}, "disagree"),
        ("effective", ["in the morning"], {}, "not_comparable"),
        ("effective", ["2014-02-30"], {}, "not_comparable"),
        ("effective", ["2014-08-05"], {"effective": FuzzyInstant()}, "one_claim"),
        ("effective", ["0000"], {}, "not_comparable"),
        ("effective", ["9999"], {}, "not_comparable"),
        (
            "planned_duration",
            ["PT72H"],
            {"planned_duration": instant("2014-08-04T00:00Z") - instant("2014-08-01T00:00Z")},
            "agree",
        ),
        ("timing", ["1", "2"], {}, "not_comparable"),
        ("timing", ["1", " 1 "], {}, "agree"),
    ],
)
def test_what_codings_and_the_curated_value_come_to(compared, field, codings, curated, expected):
    named = [(f"Claimant {number}", value) for number, value in enumerate(codings)]
    assert compared(field, *named, **curated)[1] == expected


@pytest.mark.parametrize(
    ("effective", "shown"),
    [
        (exactly("2014-08-05T05:00Z"), "2014-08-05T08:00:00+03:00"),
        (FuzzyInstant(instant("2014-08-05T05:00Z"), "hour"), "2014-08-05T08"),
        (on_day("2014-08-04T21:00Z"), "2014-08-05"),
        (FuzzyInstant(instant("2014-08-03T21:00Z"), "week"), "2014-08-04/P7D"),
        (FuzzyInstant(instant("2014-07-31T21:00Z"), "month"), "2014-08"),
        (FuzzyInstant(instant("2013-12-31T22:00Z"), "year"), "2014"),
    ],
)
def test_an_instant_is_written_as_far_as_it_is_known(compared, effective, shown):
    found = compared("effective", ("Wire", "2014-08-08"), effective=effective)
    vague = effective.precision in ("week", "month", "year")
    assert found == ([shown], "agree" if vague else "disagree")


def test_mediators_are_names_and_others_may_name_the_same(api, truce, compared):
    egypt = make.make_party(slug="egypt")
    make.make_participation(ceasefire=truce, party=egypt, role="mediator")
    assert compared("mediator", ("Wire", "Egypt, UN")) == (["egypt"], "agree")
    assert compared("mediator", ("Agency", "Cairo")) == (["egypt"], "not_comparable")


def test_several_values_by_one_claimant_are_what_it_says(compared):
    told = [("Wire", "humanitarian"), ("Wire", "holiday")]
    make_source = {"source": make.make_source()}
    truce = make.Ceasefire.objects.get(slug="truce")
    for claimant, value in told:
        make.make_coding(
            ceasefire=truce, field="purpose", value=value, claimant=claimant, **make_source
        )
    assert compared("purpose", purposes=["holiday"])[1] == "agree"


def test_only_what_was_known_then_is_compared(api, truce):
    for value, day in (("full", "2014-08-06"), ("partial", "2014-08-08")):
        make.make_coding(ceasefire=truce, value=value, known_from=instant(f"{day}T00:00Z"))
    [row] = api.rows(PATH, known_at="2014-08-07T23:59:59Z")
    assert (row["agreement"], len(row["claims"])) == ("one_claim", 1)
    [row] = api.rows(PATH, known_at="2014-08-08T00:00:00Z")
    assert (row["agreement"], len(row["claims"])) == ("disagree", 2)


def test_of_a_ceasefire_not_yet_known_nothing_is_curated(api, truce):
    make.make_coding(ceasefire=truce, field="effective", known_from=instant("2014-08-01T00:00Z"))
    [row] = api.rows(PATH, known_at="2014-08-01T00:00:00Z")
    assert row["curated"] == []


def test_what_is_not_understood_is_refused(api, truce):
    assert len(api.refused(PATH, {"at": "2014-08-06T12:00:00Z"})) == 1
    assert len(api.refused(PATH, {"fields": "scope"})) == 1
