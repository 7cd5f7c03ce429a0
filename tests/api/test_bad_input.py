"""Whatever is sent, what cannot be taken is a problem that names it: never a 500 or a guess."""

import pytest

from ceasefires.api.urls import router
from tests import factories

from .filter_cases import RESOURCES

LISTS = [f"{resource}/" for resource in RESOURCES]
every_list = pytest.mark.parametrize("path", LISTS)

NOT_TEXT = {
    "NUL": "%00",
    "NUL inside": "a%00b",
    "invalid UTF-8": "%ff%fe",
    "half a surrogate pair": "%ed%a0%80",
    "nothing": "",
    "blank": "%20",
    "10,000 characters": "a" * 10_000,
}
SHARED = ("q", "limit", "cursor", "ordering", "fields", "count", "format")
INSTANTS = [
    "2014-08-05T05:00:00+24:00",
    "2014-08-05T05:00:00-24:00",
    "2014-08-05T05:00:00+99:99",
    "2014-08-05T05:00:00",
    "2014-08-05",
    "2014-02-30T00:00:00Z",
    "2014-08-05T25:00:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "1799-12-31T23:59:59Z",
    "2200-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-23:59",
    "10000-01-01T00:00:00Z",
    "-2014-08-05T00:00:00Z",
    "٢٠١٤-٠٨-٠٥T٠٥:٠٠:٠٠Z",
    "2014-08-05T05:00:00 02:00",
    "1407214800",
    "now",
    "NaN",
]


def named(errors):
    return [error["parameter"] for error in errors]


@pytest.mark.parametrize("value", NOT_TEXT.values(), ids=NOT_TEXT)
@pytest.mark.parametrize("resource", ["ceasefires", "violations", "statements"])
def test_a_value_that_is_no_text_is_refused(api, resource, value):
    view = {name: view for name, view, _ in router.registry}[resource]
    for name in [*view.filterset_class.base_filters, *SHARED]:
        assert name in named(api.refused(f"{resource}/?{name}={value}"))


@every_list
def test_an_empty_value_is_refused_everywhere(api, path):
    for name in SHARED:
        assert named(api.refused(path, {name: ""})) == [name]


@pytest.mark.parametrize("value", NOT_TEXT.values(), ids=NOT_TEXT)
def test_a_parameter_of_such_a_name_is_refused(api, value):
    assert len(api.refused(f"parties/?{value or '='}=1")) == 1


@every_list
def test_an_unknown_parameter_is_named(api, path):
    (error,) = api.refused(path, {"colour": "red"})
    assert (error["parameter"], error["code"]) == ("colour", "unknown")


@pytest.mark.parametrize(
    "path", ["", "vocabularies/", "schema/", "ceasefires/truce/state/", "ceasefires/truce/"]
)
def test_an_unknown_parameter_is_named_everywhere(api, path):
    factories.make_ceasefire(slug="truce")
    assert named(api.refused(path, {"colour": "red"})) == ["colour"]


def test_every_parameter_that_cannot_be_taken_is_named(api):
    errors = api.refused("parties/", {"colour": "red", "limit": "0", "kind": "kind"})
    assert sorted(named(errors)) == ["colour", "kind", "limit"]


@pytest.mark.parametrize("value", INSTANTS)
@pytest.mark.parametrize("name", ["at", "known_at", "effective_after", "updated_after"])
def test_what_is_no_instant_from_1800_to_2199_is_refused(api, name, value):
    assert named(api.refused("ceasefires/", {name: value})) == [name]


@pytest.mark.parametrize("zone", ["+23:59", "-23:59", "+15:59", "-16:00", "Z", "z"])
def test_any_offset_below_a_day_is_taken(api, zone):
    factories.make_ceasefire()
    for name in ("at", "known_at", "effective_before"):
        assert api.get("ceasefires/", {name: f"2014-08-06T05:00:00{zone}"}).status_code == 200


@pytest.mark.parametrize(
    "value", ["0", "-1", "1001", "99999999999999999999", "١٠", "1e2", "0x10", "1.0", "ten", "+1"]
)
@pytest.mark.parametrize("path", ["parties/", "violations/summary/"])
def test_a_limit_is_a_whole_number_from_1_to_1000(api, path, value):
    given = {"limit": value} | ({"group_by": "kind"} if "summary" in path else {})
    assert named(api.refused(path, given)) == ["limit"]


@pytest.mark.parametrize("name", ["limit", "cursor", "ordering", "count", "at", "format", "q"])
def test_a_single_valued_parameter_given_twice_is_refused(api, name):
    value = {"limit": "5", "at": "2014-08-05T05:00:00Z", "format": "json", "count": "exact"}
    given = [value.get(name, "name")] * 2
    (error,) = api.refused("ceasefires/", {name: given})
    assert (error["parameter"], error["code"]) == (name, "repeated")


@pytest.mark.parametrize("path", ["parties/", "tolls/"])
@pytest.mark.parametrize("value", ["nothing", "-", "--updated", "updated,name", "id", "?"])
def test_an_unknown_ordering_is_refused(api, path, value):
    assert named(api.refused(path, {"ordering": value})) == ["ordering"]


@pytest.mark.parametrize("path", ["parties/", "ceasefires/"])
@pytest.mark.parametrize("value", ["nothing", "url,nothing", "url,", ",", "__class__", "pk"])
def test_an_unknown_field_is_refused(api, path, value):
    assert named(api.refused(path, {"fields": value})) == ["fields"]


@pytest.mark.parametrize("value", ["pdf", "html", "api", "JSON", "json,json"])
def test_an_unknown_format_is_refused(api, value):
    assert named(api.refused("parties/", {"format": value})) == ["format"]


@pytest.mark.parametrize("value", ["true", "estimated", "1"])
def test_a_count_is_exact_or_left_out(api, value):
    assert named(api.refused("parties/", {"count": value})) == ["count"]


@pytest.mark.parametrize("value", ["-1", "1.5", "٣", "2147483648", "9" * 30, "1_000", "NaN"])
def test_a_figure_is_a_whole_number_that_the_database_holds(api, value):
    assert named(api.refused("violations/", {"killed_min": value})) == ["killed_min"]


@pytest.mark.parametrize(
    "value",
    [
        "1,2,3",
        "1,2,3,4,5",
        "-181,0,0,1",
        "0,0,181,1",
        "0,-91,1,0",
        "0,2,1,1",
        "NaN,0,1,1",
        "inf,0,1,1",
        "1e2,0,1,1",
        "a,b,c,d",
        "0,0,1,",
    ],
)
def test_a_box_that_is_none_is_refused(api, value):
    assert named(api.refused("violations/", {"bbox": value})) == ["bbox"]


@pytest.mark.parametrize("value", ["!!!", "%", "&|", "---", "()", ":*", "'", "\\", '""', "€"])
def test_a_search_for_no_word_is_refused(api, value):
    assert named(api.refused("parties/", {"q": value})) == ["q"]


@pytest.mark.parametrize(
    "value",
    [
        "a & b",
        "a | !b",
        "a:*",
        "'a' <-> 'b'",
        '"unclosed',
        "-a",
        "or",
        "a or",
        "(((a",
        "\\a",
        "a'b",
        "a%_",
        "غزة",
        "🕊 truce",
        "a" * 200,
    ],
)
def test_a_search_for_words_is_taken_however_it_is_put(api, value):
    assert api.get("parties/", {"q": value}).status_code == 200


def test_a_search_is_at_most_200_characters(api):
    assert named(api.refused("parties/", {"q": "a" * 201})) == ["q"]


@pytest.mark.parametrize("value", ["truce'", "truce--", "../", "TRUCE", "trüce", "*", "truce;"])
def test_a_slug_that_nobody_has_is_refused_where_it_filters(api, value):
    factories.make_ceasefire(slug="truce")
    assert named(api.refused("violations/", {"ceasefire": value})) == ["ceasefire"]


@pytest.mark.parametrize("value", ["1", "x" * 36, "{01914e3e-0000-7000-8000-000000000000}", "None"])
def test_what_is_no_uuid_is_refused_where_it_filters(api, value):
    assert named(api.refused("reports/", {"violation": value})) == ["violation"]


def test_a_uuid_that_no_act_has_is_refused_where_it_filters(api):
    (error,) = api.refused("reports/", {"violation": "01914e3e-0000-7000-8000-000000000000"})
    assert (error["parameter"], error["code"]) == ("violation", "unknown_value")


def test_a_list_of_many_slugs_may_be_long(api):
    slugs = [f"{number}-{'x' * 90}" for number in range(30)]
    for slug in slugs:
        factories.make_party(slug=slug)
    assert len(api.rows("violations/", attributed_to=",".join(slugs))) == 0


@pytest.mark.parametrize(
    "path",
    [
        "ceasefires/%00/",
        "ceasefires/%ff/",
        "ceasefires/%ed%a0%80/",
        "ceasefires/a b/",
        "ceasefires/%2e%2e/",
        "ceasefires/تهدئة/",
        f"ceasefires/{'a' * 10_000}/",
        "ceasefires/truce/nothing/",
        "ceasefires//",
        "violations/1/",
        "violations/not-a-uuid/",
        "violations/01914E3E-0000-7000-8000-00000000000G/",
        "violations/01914e3e-0000-7000-8000-000000000000/reports/",
        "reports/01914e3e000070008000000000000000/",
        "nothing/",
        "parties",
        "%00",
        "-",
    ],
)
def test_an_address_that_leads_nowhere_is_404(api, path):
    response = api.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response.json()["title"] == "Not Found"


def test_more_parameters_than_are_read_are_refused(api):
    query = "&".join(f"p{number}=1" for number in range(1001))
    assert api.get(f"parties/?{query}").status_code == 400


@pytest.mark.parametrize("value", ["garbage", "\\", '"', 'W/"', "a" * 10_000, ",,,", "é", "\x7f"])
def test_an_etag_that_is_none_matches_nothing(api, value):
    assert api.get("parties/", headers={"If-None-Match": value}).status_code == 200


@pytest.mark.parametrize(
    "value", ["*/*," * 3000, "application/json;" + "a=b;" * 3000 + ",*/*", "", " ", "*/*;q=oops"]
)
def test_an_accept_header_is_read_however_odd(api, value):
    assert api.get("parties/", headers={"Accept": value}).status_code == 200


@pytest.mark.parametrize(
    "value",
    [
        "application/pdf",
        "text/html",
        "application/json;q=0",
        "a" * 10_000,
        "\x01",
        "application/",
        "/",
    ],
)
def test_an_accept_header_that_rules_json_out_is_406(api, value):
    assert api.get("parties/", headers={"Accept": value}).status_code == 406


def test_a_body_is_not_read_where_nothing_is_written(api):
    response = api.generic("GET", "parties/", data=b"\x00{", content_type="application/json")
    assert response.status_code == 200


def test_an_if_match_of_another_etag_is_412(api):
    response = api.get("parties/", headers={"If-Match": '"another"'})
    assert response.status_code == 412


@pytest.mark.parametrize("parameter", ["q*=bogus''%41", "charset*=undefined''x", "q*=idna''%FF"])
def test_an_accepted_range_in_no_known_encoding_is_passed_over(api, parameter):
    answer = api.get("parties/", headers={"accept": f"text/html; {parameter}"})
    assert answer.status_code == 406
    assert api.get("parties/", headers={"accept": f"a/b;{parameter}, */*"}).status_code == 200


def test_of_very_many_errors_the_first_are_told(api):
    answer = api.get("parties/?" + "&".join(f"a{number}=1" for number in range(500)))
    assert (answer.status_code, len(answer.json()["errors"])) == (400, 20)
