"""What a row of UCDP GED is taken for, and what is refused in one."""

from datetime import date
from decimal import Decimal

import pytest

from ceasefires.interchange.events import Event
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.ucdp_ged import event_of, keys_of

from .event_files import ged, one_sided


def refused(**changes: object) -> tuple[str, str]:
    with pytest.raises(Bad) as told:
        event_of(ged(**changes))
    return told.value.field, told.value.reason


def test_a_battle_whole():
    assert event_of(ged()) == Event(
        event="ucdp-ged:1001",
        locator="event 1001",
        actors=(("121",), ("209",)),
        one_sided=False,
        attributed=False,
        conflict="234",
        first=date(2014, 8, 6),
        last=date(2014, 8, 6),
        precision="day",
        kind="other",
        place_name="Middle town",
        latitude=Decimal("31.500000"),
        longitude=Decimal("34.250000"),
        geo_precision="exact",
        killed=(2, 3, 5),
        certainty="stated",
        description="Armed force between Government of Northland and Southern Front, "
        "as told by UCDP GED.",
    )


def test_one_sided_violence_is_attributed_to_its_first_side():
    event = event_of(one_sided())

    assert (event.one_sided, event.attributed, event.kind) == (True, True, "attack_on_civilians")
    assert (event.actors[0], event.description) == (("209",), "")


def test_fighting_between_groups_is_attributed_to_nobody():
    event = event_of(ged(type_of_violence=2))

    assert (event.one_sided, event.attributed, event.kind) == (False, False, "other")


def test_numbers_written_as_floats_are_the_same_numbers():
    floats = ("id", "year", "side_a_new_id", "conflict_new_id", "where_prec", "date_prec", "best")

    assert event_of(ged(**{name: f"{ged()[name]}.0" for name in floats})) == event_of(ged())


def test_days_with_the_midnight_of_older_releases_are_the_same_days():
    midnight = "2014-08-06 00:00:00.000"

    assert event_of(ged(date_start=midnight, date_end=midnight)) == event_of(ged())


def test_columns_that_older_releases_lack_are_not_needed():
    lacking = ["year", "code_status", "where_coordinates", "event_clarity", "deaths_a", "deaths_b"]
    event = event_of({name: cell for name, cell in ged().items() if name not in lacking})

    assert event == event_of(ged())._replace(place_name="")


@pytest.mark.parametrize(
    ("told", "start", "end", "expected"),
    [
        (1, "2014-08-06", "2014-08-06", ("2014-08-06", "2014-08-06", "day")),
        (2, "2014-08-06", "2014-08-07", ("2014-08-06", "2014-08-07", "week")),
        (3, "2014-08-06", "2014-08-12", ("2014-08-06", "2014-08-12", "week")),
        (4, "2014-08-06", "2014-08-13", ("2014-08-06", "2014-08-13", "month")),
        (4, "2014-08-01", "2014-08-31", ("2014-08-01", "2014-08-31", "month")),
        (4, "2014-02-01", "2014-03-02", ("2014-02-01", "2014-03-02", "year")),  # 30 days
        (5, "2014-01-01", "2014-12-31", ("2014-01-01", "2014-12-31", "year")),
        (5, "2014-01-01", "2015-01-01", ("2014-01-01", "2015-01-01", "unknown")),
        # The days that it gives are more than its code says, or fewer.
        (1, "2014-08-06", "2014-08-09", ("2014-08-06", "2014-08-09", "week")),
        (2, "2014-08-06", "2014-08-06", ("2014-08-06", "2014-08-12", "week")),
        (4, "2014-02-01", "2014-02-01", ("2014-02-01", "2014-02-28", "month")),
        (5, "2014-08-06", "2014-08-06", ("2014-08-06", "2015-08-05", "year")),
    ],
)
def test_a_date_is_no_more_exact_than_the_dataset_has_it(told, start, end, expected):
    event = event_of(ged(date_prec=told, date_start=start, date_end=end, year=start[:4]))

    assert (str(event.first), str(event.last), event.precision) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (1, "exact"),
        (2, "near"),
        (3, "district"),
        (4, "province"),
        (5, "country"),
        (6, "country"),
    ],
)
def test_a_place_is_no_more_exact_than_the_dataset_has_it(code, expected):
    event = event_of(ged(where_prec=code))

    assert (event.geo_precision, event.latitude) == (expected, Decimal("31.5"))


def test_a_point_that_stands_for_waters_or_airspace_is_not_kept():
    event = event_of(ged(where_prec=7))

    assert (event.geo_precision, event.latitude, event.longitude) == ("unknown", None, None)
    assert event.place_name == "Middle town"


@pytest.mark.parametrize("changes", [{"event_clarity": 2}, {"code_status": "Check deaths"}])
def test_what_is_unclear_or_unchecked_is_hedged(changes):
    assert event_of(ged(**changes)).certainty == "hedged"


def test_figures_that_are_not_given_are_not_reported():
    assert event_of(ged(low="", high="")).killed == (None, 3, None)
    assert event_of(ged(low=0, best=0, high=0, deaths_a=0, deaths_b=0)).killed == (0, 0, 0)


def test_deaths_by_kind_that_are_not_the_best_estimate_leave_a_doubt():
    assert event_of(ged(deaths_a=2)).doubt == "the deaths listed by kind add up to 4."
    assert event_of(ged(deaths_a="")).doubt == ""


def test_no_sentence_of_the_dataset_is_kept():
    sentences = ("source_article", "source_headline", "source_original", "where_description")
    told = event_of(ged() | dict.fromkeys(sentences, "Words of theirs"))

    assert told == event_of(ged())


class TestActors:
    def test_an_actor_is_known_by_its_number(self):
        assert keys_of("121", "Government of Israel") == keys_of("0121", "Any") == ("121",)

    @pytest.mark.parametrize("number", ["", "-1", "actor", "١٢"])
    def test_without_a_number_it_is_not_known(self, number):
        assert keys_of(number, "Somebody") == ()

    def test_among_numbers_that_two_datasets_gave_out_its_name_must_agree(self):
        assert keys_of("7014", "FLT") == ("7014 flt",)
        assert keys_of("7014", "FLT") != keys_of("7014", "GDE")
        assert keys_of("6999", "FLT") == ("6999",)
        assert keys_of("8000", "FLT") == ("8000",)

    def test_minus_one_in_a_row_is_nobody(self):
        assert event_of(ged(side_b_new_id=-1, conflict_new_id=-1)).actors[1] == ()
        assert event_of(ged(conflict_new_id=-1)).conflict == ""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": ""}, ("id", "is empty: it is needed.")),
        ({"id": "1e+06"}, ("id", "is not a whole number.")),
        ({"id": "1,001"}, ("id", "has a thousand separator: write the digits alone, as in 1234.")),
        ({"id": 0}, ("id", "must lie between 1 and 1000000000000.")),
        ({"type_of_violence": 4}, ("type_of_violence", "is not one of: 1, 2, 3.")),
        ({"date_prec": ""}, ("date_prec", "is not one of: 1, 2, 3, 4, 5.")),
        ({"where_prec": 8}, ("where_prec", "is not one of: 1, 2, 3, 4, 5, 6, 7.")),
        ({"event_clarity": 3}, ("event_clarity", "is not one of: 1, 2.")),
        ({"date_end": "2014-08-05"}, ("date_end", "is before date_start (2014-08-06).")),
        (
            {"year": 2013},
            ("year", "is not that of the event's dates (2014-08-06 to 2014-08-06)."),
        ),
        (
            {"date_start": "0025-08-06"},
            ("date_start", "is of the year 25: give all four digits, from 1900 to 2100."),
        ),
        ({"date_start": "8/6/2014"}, ("date_start", "is not a day such as 2014-08-05.")),
        ({"low": 4}, ("low", "is more than best (3).")),
        ({"high": 2}, ("best", "is more than high (2).")),
        ({"low": 6, "best": ""}, ("low", "is more than high (5).")),
        ({"best": "nan"}, ("best", "is not a whole number.")),
        ({"best": "inf"}, ("best", "is not a whole number.")),
        ({"best": "1.5"}, ("best", "is not a whole number.")),
        ({"high": -1}, ("high", "must lie between 0 and 2147483647.")),
        ({"latitude": 91}, ("latitude", "must lie between -90 and 90.")),
        ({"longitude": "-180.5"}, ("longitude", "must lie between -180 and 180.")),
        ({"longitude": "nan"}, ("longitude", "is not a decimal number.")),
        (
            {"latitude": ""},
            ("latitude", "is empty: latitude and longitude are given together."),
        ),
        ({"side_a": "x" * 201}, ("side_a", "has 201 characters: at most 200 are kept.")),
        ({"where_coordinates": "a\x07"}, ("where_coordinates", "holds a control character.")),
    ],
)
def test_what_cannot_be_is_refused(changes, expected):
    assert refused(**changes) == expected


def test_identifiers_of_ten_digits_are_taken():
    assert event_of(ged(id=4_294_967_296)).event == "ucdp-ged:4294967296"


def test_what_was_read_once_is_refused_again():
    assert refused(low=4) == refused(low=4)
