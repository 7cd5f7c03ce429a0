"""What the API answers from the fixture: one test for each fact of its source."""

import pytest
from django.core.management import call_command
from django.db import transaction

TRUCE, SEVEN_HOURS = "gaza-2014-08-05-72h", "gaza-2014-08-04-7h"
EARLIER = [f"gaza-2014-earlier-{number}" for number in (1, 2, 3)]
PUBLISHED = "2014-08-06T00:00:00Z"
UNKNOWN = {"at": None, "precision": "unknown", "local": None}
MONDAY = {"at": "2014-08-03T21:00:00Z", "precision": "day", "local": "2014-08-04T00:00:00+03:00"}
TUESDAY = {"at": "2014-08-04T21:00:00Z", "precision": "day", "local": "2014-08-05T00:00:00+03:00"}
WEDNESDAY = {"at": "2014-08-05T21:00:00Z", "precision": "day", "local": "2014-08-06T00:00:00+03:00"}
START = {"at": "2014-08-05T05:00:00Z", "precision": "minute", "local": "2014-08-05T08:00:00+03:00"}
HOUR_BEFORE = {
    "at": "2014-08-05T04:00:00Z",
    "precision": "hour",
    "local": "2014-08-05T07:00:00+03:00",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def gaza_2014(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "gaza_2014", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def get(client):
    """Ask for an object."""

    def ask(path, **parameters):
        response = client.get(f"/api/v1/{path}/", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return ask


@pytest.fixture
def find(get):
    """Ask for the objects of a list."""

    def ask(path, **parameters):
        return get(path, **parameters)["results"]

    return ask


@pytest.fixture
def claim(find):
    """Ask for the one claim that fits, made in a paragraph of the source."""

    def ask(path, paragraph, **parameters):
        found = find(path, source="al-jazeera-2014-08-06", **parameters)
        (only,) = [each for each in found if each["locator"] == f"paragraph {paragraph}"]
        return only

    return ask


@pytest.fixture
def report(find):
    """Ask for the one thing told in the source's own voice that is put in certain words."""

    def ask(paragraph, words):
        found = find("statements", conflict="gaza-2014", stance="report")
        (only,) = [each for each in found if words in each["summary"]]
        assert only["locator"] == f"paragraph {paragraph}"
        assert only["claimant"] == "Al Jazeera"
        return only

    return ask


@pytest.fixture
def act(find, get):
    """Ask for the one act of a kind that is set against a ceasefire, with its reports."""

    def ask(ceasefire, kind):
        (only,) = find("violations", ceasefire=ceasefire, kind=kind)
        return get(f"violations/{only['id']}")

    return ask


@pytest.fixture
def truce(get):
    return get(f"ceasefires/{TRUCE}")


@pytest.fixture
def cairo(get):
    return get("negotiation-rounds/cairo-2014-08-06")


def slugs(results):
    return sorted(each["slug"] for each in results)


def cited(record, field):
    """Where the source supports a field."""
    return {each["locator"] for each in record["sources"] if field in each["fields"]}


def parts(ceasefire, role):
    """The parties in a role, with their sides."""
    found = (each for each in ceasefire["participations"] if each["role"] == role)
    return {each["party"]["slug"]: each["side"] for each in found}


def sizes(negotiation_round, role):
    """The parties in a role, with the sizes of their delegations."""
    found = (each for each in negotiation_round["delegations"] if each["role"] == role)
    return {each["party"]["slug"]: each["size"] for each in found}


def coded(find, field, **parameters):
    """Where the source gives a value for an attribute of the truce, and which."""
    found = find("codings", ceasefire=TRUCE, **parameters)
    return {(each["locator"], each["value"]) for each in found if each["field"] == field}


def before_the_truce_and_alleged(act):
    told = [each["stated_relation"] for each in act["reports"]]
    return (act["occurred"], act["relation"], act["relation_basis"], told) == (
        HOUR_BEFORE,
        "before",
        "computed",
        ["before"],
    ) and act["verification"] == "alleged"


@pytest.mark.parametrize(
    ("at", "known_at", "status", "compliance", "projected"),
    [
        ("2014-08-05T04:59:59Z", None, "pending", None, False),
        ("2014-08-05T05:00:00Z", None, "in_force", "no_reports", False),
        ("2014-08-06T12:00:00Z", None, "in_force", "reported_holding", False),
        ("2014-08-06T12:00:00Z", "2014-08-06T12:00:00Z", "in_force", "reported_holding", False),
        ("2014-08-06T12:00:00Z", "2014-08-05T12:00:00Z", "unknown", None, True),
        ("2014-08-08T05:00:00Z", None, "expired", "reported_holding", False),
        ("2014-08-08T05:00:00Z", "2014-08-06T12:00:00Z", "expired", "reported_holding", True),
    ],
)
def test_state_of_the_truce(get, at, known_at, status, compliance, projected):
    asked = {"at": at} | ({"known_at": known_at} if known_at else {})
    state = get(f"ceasefires/{TRUCE}/state", **asked)
    assert (state["status"], state["compliance"]) == (status, compliance)
    assert state["projected"] is projected


def test_as_the_truce_begins_the_next_instants_are_told_that_change_the_answer(get):
    state = get(f"ceasefires/{TRUCE}/state", at="2014-08-05T05:00:00Z")
    coming = [each for each in state["would_change"] if each["at"]]
    assert [(each["at"], each["status"], each["compliance"]) for each in coming] == [
        ("2014-08-05T21:00:00Z", None, "reported_holding"),
        ("2014-08-08T05:00:00Z", "expired", None),
    ]
    for each in coming:
        then = get(f"ceasefires/{TRUCE}/state", at=each["at"])
        assert each["status"] in {None, then["status"]}
        assert each["compliance"] in {None, then["compliance"]}


def test_before_its_publication_the_answer_says_that_nothing_was_known(get):
    instants = {"at": "2014-08-06T12:00:00Z", "known_at": "2014-08-05T12:00:00Z"}
    (reason,) = get(f"ceasefires/{TRUCE}/state", **instants)["because"]
    assert reason["rule"] == "not_yet_known"


def test_the_article_was_published_on_6_august_2014(get):
    source = get("sources/al-jazeera-2014-08-06")
    assert source["publisher"] == "Al Jazeera"
    assert source["published"] == {"at": PUBLISHED, "precision": "day", "local": None}


def test_the_conflict_began_on_8_july_2014(get):
    conflict = get("conflicts/gaza-2014")
    assert conflict["started"] == {
        "at": "2014-07-07T21:00:00Z",
        "precision": "day",
        "local": "2014-07-08T00:00:00+03:00",
    }
    assert cited(conflict, "started") == {"paragraph 6"}


def test_29_days_of_fighting_went_before_the_truce(report):
    told = report(2, "29 days of fighting")
    assert told["made"] == TUESDAY
    assert told["ceasefire"]["slug"] == TRUCE


def test_at_least_1867_palestinians_were_killed(claim):
    toll = claim("tolls", 2, conflict="gaza-2014", measure="killed", qualifier="at_least")
    assert (toll["group"], toll["value"], toll["unit"]) == ("Palestinians", 1867, "persons")
    assert toll["as_of"] == WEDNESDAY


def test_most_of_the_palestinians_killed_were_civilians_and_no_figure_is_made_of_it(find, report):
    told = report(2, "A majority of the Palestinians killed")
    assert "civilians" in told["summary"]
    assert "large number of them young" in told["summary"]
    assert len(find("tolls", conflict="gaza-2014", measure="killed")) == 2


def test_67_people_in_israel_were_killed(claim):
    toll = claim("tolls", 2, measure="killed", qualifier="exact")
    assert (toll["group"], toll["value"]) == ("People in Israel", 67)


def test_the_war_is_estimated_to_have_cost_gaza_6_billion_us_dollars(claim):
    toll = claim("tolls", 5, measure="cost")
    assert (toll["value"], toll["unit"]) == (6_000_000_000, "US dollars")
    assert toll["qualifier"] == "estimate"
    assert toll["claimant"].startswith("Estimates")


def test_the_truce_was_planned_to_last_72_hours(find, truce):
    assert truce["planned_duration"] == "PT72H"
    assert coded(find, "planned_duration") == {("paragraph 2", "PT72H"), ("paragraph 14", "PT72H")}


def test_the_truce_took_effect_at_8_local_time_on_5_august(truce):
    assert truce["effective"] == START
    assert "paragraph 8" in cited(truce, "effective")


def test_the_truce_was_to_end_at_8_local_time_on_8_august_which_is_derived(truce):
    assert truce["scheduled_end"] == {
        "at": "2014-08-08T05:00:00Z",
        "precision": "minute",
        "local": "2014-08-08T08:00:00+03:00",
    }
    (locator,) = cited(truce, "scheduled_end")
    assert "derived" in locator


def test_when_the_truce_was_declared_is_unknown(truce):
    assert truce["declared"] == UNKNOWN
    assert truce["state"]["declared"] is None


def test_the_truce_binds_israel_and_palestinian_factions_with_hamas_and_nobody_else(get, truce):
    assert truce["declaration"] == "bilateral"
    assert parts(truce, "declaring") == {"israel": "a", "palestinian-factions": "b", "hamas": "b"}
    assert get("parties/hamas")["member_of"]["slug"] == "palestinian-factions"


def test_the_truce_has_a_humanitarian_purpose_as_osama_hamdan_says(find, truce):
    assert truce["purposes"] == ["humanitarian"]
    assert coded(find, "purpose", claimant="Osama Hamdan") == {("paragraph 14", "humanitarian")}


def test_egypt_mediated_the_truce(find, truce):
    assert parts(truce, "mediator") == {"egypt": None}
    assert slugs(find("ceasefires", mediator="egypt")) == [TRUCE]
    assert coded(find, "mediator", claimant="Mark Regev") == {("paragraph 18", "egypt")}


def test_the_truce_appeared_to_hold_on_6_august(claim):
    assessment = claim("assessments", 1, ceasefire=TRUCE)
    assert (assessment["assessed"], assessment["certainty"]) == ("holding", "hedged")
    assert assessment["assessed_at"] == WEDNESDAY


def test_the_lull_was_the_longest_since_8_july(report):
    told = report(6, "longest since 8 July")
    assert (told["ceasefire"]["slug"], told["made"]) == (TRUCE, WEDNESDAY)


def test_israel_and_hamas_each_pledged_to_keep_the_truce_and_warned_the_other(find):
    for stance in ("pledge", "warning"):
        said = find("statements", ceasefire=TRUCE, stance=stance)
        assert {each["locator"] for each in said} == {"paragraph 13"}
        assert sorted(each["party"]["slug"] for each in said) == ["hamas", "israel"]
    warnings = {each["party"]["name"]: each["summary"] for each in said}
    assert warnings["Hamas"].replace("Israel", "Hamas") == warnings["Israel"]


def test_an_israeli_delegation_and_indirect_talks_are_terms_as_osama_hamdan_says(claim):
    delegation = claim("terms", 15, kind="delegation", claimant="Osama Hamdan")
    talks = claim("terms", 15, kind="talks", claimant="Osama Hamdan")
    assert delegation["party"]["slug"] == "israel"
    assert "Cairo before the 72 hours are over" in delegation["summary"]
    assert talks["party"] is None
    assert talks["summary"].startswith("Indirect talks")


def test_whether_a_mechanism_watches_the_truce_is_unknown_and_not_denied(truce):
    assert truce["implementation_mechanism"] == truce["enforcement"] == "unclear"
    assert truce["ceasefire_class"] == "unknown"
    assert parts(truce, "monitor") == {}


def test_israeli_ground_troops_moved_back_on_5_august(report):
    assert report(2, "Israeli troops are reported to have withdrawn")["made"] == TUESDAY
    told = report(9, "Israeli ground troops")
    assert told["made"] == TUESDAY
    assert told["place_name"] == "Area of Beit Hanoun; south of Rafah"


def test_peter_lerner_had_said_earlier_that_troops_would_stay_in_positions_beyond_gaza(claim):
    said = claim("statements", 10, claimant="Peter Lerner")
    assert (said["stance"], said["party"]["slug"]) == ("announcement", "israel")
    assert "positions beyond Gaza" in said["summary"]
    assert said["made"] == UNKNOWN


def test_hamas_fired_16_rockets_before_the_truce_which_is_no_violation_of_it(act):
    rockets = act(TRUCE, "rocket_fire")
    assert rockets["quantity"] == {"value": 16, "qualifier": "exact", "unit": "rockets"}
    assert rockets["attributed_to"]["slug"] == "hamas"
    assert before_the_truce_and_alleged(rockets)


def test_sirens_sounded_in_jerusalem_and_tel_aviv(report):
    told = report(7, "Sirens")
    assert (told["place_name"], told["made"]) == ("Jerusalem and Tel Aviv", HOUR_BEFORE)


def test_israel_carried_out_at_least_5_air_strikes_before_the_truce(act):
    strikes = act(TRUCE, "air_drone_strike")
    assert strikes["quantity"] == {"value": 5, "qualifier": "at_least", "unit": "air strikes"}
    assert strikes["attributed_to"]["slug"] == "israel"
    assert before_the_truce_and_alleged(strikes)


def test_peter_lerner_claims_32_tunnels_destroyed_which_is_no_act(claim, find):
    toll = claim("tolls", 11, measure="tunnels_destroyed", claimant="Peter Lerner")
    assert (toll["value"], toll["unit"], toll["as_of"]) == (32, "tunnels", UNKNOWN)
    assert len(find("violations", conflict="gaza-2014")) == 3


def test_three_earlier_truces_collapsed_at_unknown_instants(find):
    collapsed = find("ceasefires", conflict="gaza-2014", status="collapsed")
    assert slugs(collapsed) == EARLIER
    for each in collapsed:
        assert each["effective"] == each["ended"] == UNKNOWN
        assert each["state"]["since"] is None
        assert (each["participations"], each["identifiers"]) == ([], {})


def test_at_an_instant_before_the_article_the_state_of_earlier_truces_is_unknown(find):
    unknown = find("ceasefires", conflict="gaza-2014", status="unknown", at="2014-08-05T12:00:00Z")
    assert slugs(unknown) == EARLIER


def test_a_humanitarian_truce_of_7_hours_had_ended_on_4_august(get):
    earlier = get(f"ceasefires/{SEVEN_HOURS}")
    assert (earlier["planned_duration"], earlier["purposes"]) == ("PT7H", ["humanitarian"])
    assert (earlier["effective"], earlier["ended"]) == (MONDAY, MONDAY)
    assert (earlier["end_type"], earlier["ended_known_from"]) == ("expired", PUBLISHED)
    assert (earlier["declaration"], earlier["scheduled_end"]) == ("unknown", UNKNOWN)
    assert earlier["state"]["status"] == "expired"


def test_the_truce_of_7_hours_was_kept_in_part_and_limited(report):
    assert report(12, "limited")["ceasefire"]["slug"] == SEVEN_HOURS


def test_an_attack_after_the_truce_of_7_hours_killed_2(act):
    attack = act(SEVEN_HOURS, "air_drone_strike")
    assert attack["killed"] == {"low": None, "best": 2, "high": None}
    assert (attack["occurred"], attack["attributed_to"]["slug"]) == (MONDAY, "israel")
    assert (attack["relation"], attack["relation_basis"]) == ("after", "stated")
    assert attack["reports"][0]["stated_relation"] == "after"


def test_the_same_attack_injured_16(act):
    attack = act(SEVEN_HOURS, "air_drone_strike")
    assert attack["injured"] == {"low": None, "best": 16, "high": None}
    assert attack["quantity"] is None
    assert attack["reports"][0]["injured"] == attack["injured"]


def test_no_act_is_recorded_during_any_truce(find):
    assert find("violations", conflict="gaza-2014", relation="during,suspended") == []


def test_the_talks_are_in_cairo(cairo):
    assert (cairo["city"], cairo["venue"]) == ("Cairo", "")
    assert [each["slug"] for each in cairo["ceasefires"]] == [TRUCE]


def test_the_delegations_were_in_cairo_on_6_august(cairo):
    assert cairo["started"] == WEDNESDAY
    assert cairo["ended"] == UNKNOWN


def test_the_talks_are_indirect(cairo):
    assert cairo["mode"] == "indirect"
    assert cited(cairo, "mode") == {"paragraph 15"}


def test_egypt_mediates_the_talks(cairo, find):
    assert sizes(cairo, "mediator") == {"egypt": ""}
    assert slugs(find("negotiation-rounds", mediator="egypt")) == ["cairo-2014-08-06"]


def test_both_delegations_are_small_as_officials_of_both_sides_confirmed(cairo, find):
    assert sizes(cairo, "delegation") == {"israel": "small", "palestinian-factions": "small"}
    said = [each for each in find("statements") if each["locator"] == "paragraph 4"]
    assert sorted(each["party"]["slug"] for each in said) == ["israel", "palestinian-factions"]


def test_the_talks_aim_to_extend_the_truce_and_at_a_lasting_end(cairo):
    assert "prolong the 72-hour truce" in cairo["aim"]
    assert "lasting end" in cairo["aim"]


def test_the_mediation_is_expected_to_take_days(claim):
    told = claim("statements", 3, stance="report")
    assert told["certainty"] == "expected"
    assert "a number of days" in told["summary"]


def test_the_talks_have_no_outcome_yet(cairo):
    assert cairo["outcome"] == "pending"


def test_hamas_is_expected_to_ask_for_reconstruction_paid_from_abroad(claim):
    demand = claim("demands", 5, negotiation_round="cairo-2014-08-06")
    assert (demand["party"]["slug"], demand["certainty"]) == ("hamas", "expected")
    assert "rebuilt with money from abroad" in demand["summary"]
    assert demand["negotiation_round"]["name"] == "Cairo, 2014-08-06"


def test_osama_hamdan_asks_for_the_end_of_the_blockade_and_more(find):
    asked = find("demands", claimant="Osama Hamdan")
    assert {(each["locator"], each["certainty"]) for each in asked} == {("paragraph 15", "stated")}
    summaries = sorted(each["summary"] for each in asked)
    assert "blockade of Gaza be lifted" in summaries[0] + summaries[1]
    assert "further demands" in summaries[0] + summaries[1]


def test_mark_regev_says_that_israel_would_discuss_all_issues_and_has_concerns(claim):
    said = claim("statements", 16, claimant="Mark Regev")
    assert (said["stance"], said["party"]["slug"]) == ("position", "israel")
    assert "every issue" in said["summary"]
    assert "concerns" in said["summary"]


def test_osama_hamdan_hopes_that_israel_holds_back(claim):
    said = claim("statements", 14, claimant="Osama Hamdan", stance="hope")
    assert said["party"]["slug"] == "hamas"
    assert said["summary"] == "Hopes that Israel will hold back."


def test_mark_regev_speaks_of_defence_and_of_the_obligations_of_hamas(claim):
    aims = claim("statements", 17, claimant="Mark Regev")
    obligations = claim("statements", 18, claimant="Mark Regev", stance="call")
    assert (aims["stance"], obligations["stance"]) == ("position", "call")
    assert "defence" in aims["summary"]
    assert "Hamas must" in obligations["summary"]


def test_ban_ki_moon_calls_for_restraint_and_for_talks_in_cairo(claim):
    restraint = claim("statements", 19, claimant="Ban Ki-moon", stance="call")
    talks = claim("statements", 20, claimant="Office of Ban Ki-moon", stance="call")
    assert "moderation" in restraint["summary"]
    assert "negotiate in Cairo" in talks["summary"]
    assert restraint["made"] == talks["made"] == UNKNOWN
    assert restraint["party"]["slug"] == talks["party"]["slug"] == "united-nations"


def test_that_ban_ki_moon_grew_critical_of_israel_is_what_the_article_says_of_him(report, find):
    told = report(19, "critical of Israel")
    assert (told["party"], told["ceasefire"], told["made"]) == (None, None, UNKNOWN)
    accusations = find("statements", conflict="gaza-2014", stance="accusation")
    assert [each["party"]["slug"] for each in accusations] == ["palestinian-authority"]


def test_riyad_al_malki_accuses_israel_of_war_crimes_in_the_hague_on_5_august(claim):
    accusation = claim("statements", 21, claimant="Riyad al-Malki", stance="accusation")
    call = claim("statements", 21, claimant="Riyad al-Malki", stance="call")
    for said in (accusation, call):
        assert (said["made"], said["place_name"]) == (TUESDAY, "The Hague")
        assert said["party"]["slug"] == "palestinian-authority"
    assert "war crimes" in accusation["summary"]
    assert "International Criminal Court" in call["summary"]


def test_an_inquiry_of_the_united_nations_began_in_the_week_before(report):
    told = report(23, "opened an inquiry")
    assert told["made"]["precision"] == "week"
    assert told["made"]["local"] == "2014-07-28T00:00:00+03:00"
    assert "alleged crimes" in told["summary"]


def test_3_schools_of_the_united_nations_were_struck_at_unknown_instants(report):
    told = report(19, "schools")
    assert told["summary"].startswith("Three schools of the United Nations")
    assert told["made"] == UNKNOWN


def test_palestinians_went_back_to_their_homes_after_the_truce_began(report):
    told = report(9, "gone back to their homes")
    assert (told["ceasefire"]["slug"], told["made"]) == (TRUCE, UNKNOWN)
