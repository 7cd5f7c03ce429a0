"""A cursor that was not given out for a list, in its ordering, is refused."""

import base64
import json

import pytest

from tests import factories

HUGE = 10**30
KEY = "2014-08-05T00:00:00+00:00"


def packed(value):
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def refused(api, path, cursor, **given):
    (error,) = api.refused(path, {"cursor": cursor} | given)
    return error["parameter"] == "cursor"


@pytest.fixture
def given_out(api):
    """The cursor to a list's second page."""

    def ask(path, **given):
        factories.make_violation()
        factories.make_violation()
        url = api.body(path, limit=1, **given)["next"]
        return url.split("cursor=")[1].split("&")[0]

    return ask


@pytest.mark.parametrize(
    "row",
    [
        [],
        {},
        None,
        1,
        "text",
        ["violations", "-occurred"],
        ["violations", "-occurred", KEY, "1", 0],
        ["violations", "-occurred", KEY, "01914e3e-0000-7000-8000-000000000000", 0, 0],
        ["violations", "-occurred", "9999-12-31T23:59:59-23:59", "x", 0],
        ["violations", "killed", HUGE, "01914e3e-0000-7000-8000-000000000000", 0],
        ["violations", "killed", -HUGE, "01914e3e-0000-7000-8000-000000000000", 0],
    ],
)
def test_a_made_up_cursor_is_refused(api, row):
    ordering = row[1] if isinstance(row, list) and len(row) > 1 else "-occurred"
    assert refused(api, "violations/", packed(row), ordering=ordering)


@pytest.mark.parametrize(
    "key",
    [
        "2014-08-05",
        "2014-08-05T00:00:00",
        "2014-08-05T00:00:00+23:59",
        "2014-08-05T00:00:00-24:00",
        "0001-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59+00:00",
        "infinity",
        "now",
        "",
        "\x00",
        "\ud800",
        0,
        HUGE,
        1.5,
        True,
        [[]],
        {"at": 1},
        float("nan"),
        float("inf"),
    ],
)
def test_a_cursor_with_another_key_is_refused(api, key):
    row = ["violations", "-occurred", key, "01914e3e-0000-7000-8000-000000000000", 0]
    assert refused(api, "violations/", packed(row))


@pytest.mark.parametrize("pk", ["", "1", "\x00", "\ud800", "{}", 1, None, [], {}, HUGE, "x" * 500])
def test_a_cursor_with_another_row_is_refused(api, pk):
    assert refused(api, "violations/", packed(["violations", "-occurred", KEY, pk, 0]))


@pytest.mark.parametrize("pk", ["+1", str(HUGE), "1.5", "١", "abc", " 1", "1e3", "NaN"])
def test_a_cursor_with_a_row_that_cannot_be_is_refused(api, pk):
    assert refused(api, "parties/", packed(["parties", "name", "Name", pk, 0]))


@pytest.mark.parametrize("way", [2, -1, "0", None, True, [], "x"])
def test_a_cursor_of_no_direction_is_refused(api, way):
    assert refused(api, "parties/", packed(["parties", "name", "Name", "1", way]))


def test_no_null_comes_where_a_column_has_none(api):
    assert refused(api, "parties/", packed(["parties", "name", None, "1", 0]))


@pytest.mark.parametrize("cursor", ["*", "=", "a", "====", "[" * 900, "\u0661", "a b"])
def test_what_is_not_even_encoded_is_refused(api, cursor):
    assert refused(api, "parties/", cursor)


def test_deep_nesting_is_refused(api):
    assert refused(api, "parties/", packed("[" * 700))


def test_a_cursor_of_another_list_is_refused(api, given_out):
    assert refused(api, "parties/", given_out("violations/"))


def test_a_cursor_of_another_ordering_is_refused(api, given_out):
    cursor = given_out("violations/")
    assert refused(api, "violations/", cursor, ordering="occurred")


def test_a_cursor_with_any_bit_flipped_is_refused_or_is_a_position(api, given_out):
    """No signature is needed: a cursor says where to go on, and grants nothing."""
    packed_cursor = base64.urlsafe_b64decode(given_out("violations/") + "==")
    for bit in range(0, 8 * len(packed_cursor), 7):
        flipped = bytearray(packed_cursor)
        flipped[bit // 8] ^= 1 << bit % 8
        cursor = base64.urlsafe_b64encode(flipped).decode().rstrip("=")
        response = api.get("violations/", {"cursor": cursor})
        assert response.status_code in (200, 400)


def test_a_cursor_in_other_words_than_were_given_out_is_refused(api, given_out):
    cursor = given_out("violations/")
    row = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    assert refused(api, "violations/", packed(json.dumps(row, indent=1)))
