"""The vocabularies."""

from ceasefires.choices import VOCABULARIES, Mode


def test_a_vocabulary_is_shown_whole(api):
    rows = {row["name"]: row for row in api.rows("vocabularies/")}
    assert rows["mode"] == {
        "name": "mode",
        "values": [
            {"value": "direct", "label": "Direct", "definition": "The parties meet."},
            {
                "value": "indirect",
                "label": "Indirect",
                "definition": "The parties do not meet; others carry what they say.",
            },
            {
                "value": "shuttle",
                "label": "Shuttle",
                "definition": "Mediators travel between the parties.",
            },
            {"value": "unknown", "label": "Unknown", "definition": "No source tells."},
        ],
    }
    assert len(rows["mode"]["values"]) == len(Mode)


def test_every_vocabulary_is_there(api):
    assert [row["name"] for row in api.rows("vocabularies/")] == list(VOCABULARIES)


def test_every_value_has_a_label_and_a_definition(api):
    values = [value for row in api.rows("vocabularies/") for value in row["values"]]
    assert [value for value in values if not all(value.values())] == []


def test_pages_join_up_both_ways(api):
    first = api.body("vocabularies/", limit=20, count="exact")
    second = api.get(first["next"]).json()
    assert first["results"] + second["results"] == api.rows("vocabularies/")
    assert (second["next"], second["count"]) == (None, len(VOCABULARIES))
    assert api.get(second["previous"]).json()["results"] == first["results"]


def test_a_cursor_of_another_list_is_refused(api):
    cursor = api.body("vocabularies/", limit=1)["next"].split("cursor=")[1].split("&")[0]
    assert api.refused("parties/", {"cursor": cursor})[0]["parameter"] == "cursor"
