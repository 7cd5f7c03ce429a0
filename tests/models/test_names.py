"""What records are called where a name is shown."""

from datetime import UTC, datetime

import pytest

from ceasefires.models import NegotiationRound
from ceasefires.models.fields import FuzzyInstant

LATE_ON_THE_5TH = datetime(2014, 8, 5, 21, tzinfo=UTC)  # midnight in Gaza


@pytest.mark.parametrize(
    ("given", "precision", "name"),
    [
        ({"time_zone": "Asia/Gaza"}, "minute", "Cairo, 2014-08-06"),
        ({"time_zone": "Asia/Gaza"}, "day", "Cairo, 2014-08-06"),
        ({}, "hour", "Cairo, 2014-08-05"),
        ({}, "day", "Cairo, 2014-08-05"),
        ({}, "week", "Cairo, the week from 2014-08-05"),
        ({}, "month", "Cairo, 2014-08"),
        ({}, "year", "Cairo, 2014"),
        ({}, "unknown", "talks"),
        ({"city": ""}, "day", "talks"),
        ({"time_zone": "Mars/Olympus"}, "day", "talks"),
        ({"time_zone": "Asia"}, "day", "talks"),
        ({"time_zone": ""}, "day", "talks"),
    ],
)
def test_a_round_is_called_by_its_city_and_the_date_of_its_start(given, precision, name):
    started = FuzzyInstant(None if precision == "unknown" else LATE_ON_THE_5TH, precision)
    sitting = NegotiationRound(**{"slug": "talks", "city": "Cairo", "time_zone": "UTC"} | given)
    sitting.started = started
    assert str(sitting) == name
