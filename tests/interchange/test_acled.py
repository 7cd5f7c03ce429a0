"""What a row of ACLED's export is taken for, and what is refused in one."""

from datetime import date
from decimal import Decimal

import pytest

from ceasefires.interchange.acled import event_of, keys_of, party_keys
from ceasefires.interchange.events import Event
from ceasefires.interchange.findings import Bad
from ceasefires.models import Party

from .event_files import acled, attack, strike


def told(row: dict[str, str]) -> Event:
    event = event_of(row)
    assert event is not None
    return event


def test_a_battle_whole():
    assert event_of(acled()) == Event(
        event="acled:NRT1001",
        locator="event NRT1001",
        actors=(
            (
                "military forces of northland (2010-)",
                "military forces of northland",
                "state: northland",
            ),
            ("sf: southern front", "sf", "southern front"),
        ),
        one_sided=False,
        attributed=False,
        conflict="",
        first=date(2014, 8, 6),
        last=date(2014, 8, 6),
        precision="day",
        kind="armed_clash",
        place_name="Middle town",
        latitude=Decimal("31.500000"),
        longitude=Decimal("34.250000"),
        geo_precision="exact",
        killed=(None, 3, None),
        certainty="stated",
        description="",
    )


def test_violence_against_civilians_is_attributed_to_the_first_actor():
    assert (told(attack()).one_sided, told(attack()).attributed) == (True, True)


def test_remote_violence_is_attributed_to_the_first_actor_also_where_another_is_named():
    assert (told(strike()).one_sided, told(strike()).attributed) == (False, True)


@pytest.mark.parametrize("inter2", ["Civilians", "7", "0", ""])
def test_remote_violence_against_civilians_or_nobody_is_one_sided(inter2):
    assert told(strike(inter2=inter2)).one_sided


@pytest.mark.parametrize(
    ("event", "sub", "kind"),
    [
        ("Battles", "Government regains territory", "armed_clash"),
        ("Battles", "Non-state actor overtakes territory", "armed_clash"),
        ("Explosions/Remote violence", "Chemical weapon", "chemical_weapon"),
        ("Explosions/Remote violence", "Air/drone strike", "air_drone_strike"),
        ("Explosions/Remote violence", "Suicide bomb", "suicide_bomb"),
        (
            "Explosions/Remote violence",
            "Shelling/artillery/missile attack",
            "shelling_artillery_missile",
        ),
        ("Explosions/Remote violence", "Remote explosive/landmine/IED", "explosive_mine_ied"),
        ("Explosions/Remote violence", "Grenade", "grenade"),
        ("Violence against civilians", "Sexual violence", "sexual_violence"),
        ("Violence against civilians", "Attack", "attack_on_civilians"),
        ("Violence against civilians", "Abduction/forced disappearance", "abduction"),
        (
            "Strategic developments",
            "Looting/property destruction",
            "looting_property_destruction",
        ),
    ],
)
def test_each_sub_event_has_its_kind(event, sub, kind):
    assert told(acled(event_type=event, sub_event_type=sub)).kind == kind


@pytest.mark.parametrize(
    ("event", "sub"),
    [
        ("Strategic developments", "Agreement"),
        ("Strategic developments", "Headquarters or base established"),
        ("Protests", "Peaceful protest"),
        ("Riots", "Mob violence"),
    ],
)
def test_what_is_no_act_of_armed_actors_is_no_event(event, sub):
    assert event_of(acled(event_type=event, sub_event_type=sub)) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (1, ("2014-08-06", "2014-08-06", "day")),
        (2, ("2014-08-03", "2014-08-09", "week")),
        (3, ("2014-08-01", "2014-08-31", "month")),
    ],
)
def test_a_date_is_no_more_exact_than_the_dataset_has_it(code, expected):
    event = told(acled(time_precision=code))

    assert (str(event.first), str(event.last), event.precision) == expected


def test_a_day_may_be_written_in_words():
    assert told(acled(event_date="06 August 2014")) == told(acled())
    assert told(acled(event_date="6 August 2014")) == told(acled())


@pytest.mark.parametrize(("code", "expected"), [(1, "exact"), (2, "district"), (3, "province")])
def test_a_place_is_no_more_exact_than_the_dataset_has_it(code, expected):
    assert told(acled(geo_precision=code)).geo_precision == expected


@pytest.mark.parametrize("cell", ["0", ""])
def test_no_fatalities_are_none_reported(cell):
    assert told(acled(fatalities=cell)).killed == (None, None, None)


def test_no_sentence_of_the_dataset_is_kept():
    assert told(acled(notes="Words of theirs", tags="theirs", source="Theirs")) == told(acled())


class TestNames:
    def test_forces_of_a_state_are_its_own(self):
        for forces in ("Military Forces", "Police Forces", "Government"):
            assert "state: israel" in keys_of(f"{forces} of Israel (2022-)")
        assert "state: united states" in keys_of("Military Forces of the United States (2021-2025)")

    def test_those_named_behind_the_years_may_be_anothers(self):
        assert "state: yemen" not in keys_of("Military Forces of Yemen (2016-) Houthi")

    def test_an_acronym_and_what_it_stands_for_are_names_of_one_actor(self):
        assert keys_of("PIJ: Palestinian Islamic Jihad") == (
            "pij: palestinian islamic jihad",
            "pij",
            "palestinian islamic jihad",
        )

    def test_spaces_and_capitals_make_no_difference(self):
        assert keys_of("Hamas  Movement") == keys_of("hamas movement") == ("hamas movement",)

    def test_nobody_has_no_name(self):
        assert keys_of("") == ()

    def test_a_party_is_known_by_its_name_and_a_state_by_its_country(self):
        assert party_keys(Party(name="Hamas", kind="non_state_armed_group")) == ("hamas",)
        assert party_keys(Party(name="Government of Israel", kind="state")) == (
            "government of israel",
            "state: israel",
        )
        assert "state: gambia" in party_keys(Party(name="The Gambia", kind="state"))


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"event_id_cnty": ""}, "event_id_cnty", "is empty: it is needed."),
        (
            {"event_id_cnty": "1001"},
            "event_id_cnty",
            "is not letters and a number, such as ISR1234.",
        ),
        ({"event_type": "Battle"}, "event_type", "is not one of: Battles, Explosions/"),
        ({"sub_event_type": "Attack!"}, "sub_event_type", "is not one of: Government regains"),
        ({"sub_event_type": ""}, "sub_event_type", "is empty: it is needed."),
        ({"event_date": ""}, "event_date", "is empty: it is needed."),
        ({"event_date": "31 June 2014"}, "event_date", "is not a day such as 2014-08-05."),
        ({"event_date": "06 Hachiko 2014"}, "event_date", "is not a day such as 2014-08-05."),
        ({"event_date": "0025-01-01"}, "event_date", "is of the year 25: give all four digits"),
        ({"year": 2015}, "year", "is not that of event_date (2014-08-06)."),
        ({"time_precision": 4}, "time_precision", "is not one of: 1, 2, 3."),
        ({"geo_precision": ""}, "geo_precision", "is not one of: 1, 2, 3."),
        ({"fatalities": "1,000"}, "fatalities", "has a thousand separator"),
        ({"fatalities": "inf"}, "fatalities", "is not a whole number."),
        ({"latitude": "31,5"}, "latitude", "is not a decimal number: write it with a decimal"),
        ({"actor1": "x" * 201}, "actor1", "has 201 characters: at most 200 are kept."),
    ],
)
def test_what_cannot_be_is_refused(changes, field, reason):
    with pytest.raises(Bad) as refused:
        event_of(acled(**changes))
    assert refused.value.field == field
    assert refused.value.reason.startswith(reason)
