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
