"""A list kept by a cache ends before the clock changes which ceasefires belong in it."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from ceasefires.models.fields import FuzzyInstant
from tests.factories import make_ceasefire

pytestmark = pytest.mark.django_db

URL = "/api/v1/ceasefires/"


def lifetime(answer) -> int:
    """The longest that any cache may serve the answer, in seconds."""
    return max(int(each) for each in re.findall(r"=(\d+)", answer["Cache-Control"]))


def soon(seconds: int) -> FuzzyInstant:
    return FuzzyInstant(datetime.now(UTC) + timedelta(seconds=seconds), "minute")


@pytest.mark.parametrize("query", ["status=in_force", "compliance=no_reports"])
def test_a_filtered_list_ends_before_a_ceasefire_enters_it(client, query) -> None:
    make_ceasefire(effective=soon(60), scheduled_end=soon(3600))

    answer = client.get(f"{URL}?{query}")

    assert answer.json()["results"] == []
    assert lifetime(answer) <= 60


def test_a_list_ends_before_a_ceasefire_in_it_expires(client) -> None:
    make_ceasefire(effective=soon(-60), scheduled_end=soon(60))

    answer = client.get(f"{URL}?status=in_force")

    assert len(answer.json()["results"]) == 1
    assert lifetime(answer) <= 60


def test_a_list_that_the_clock_does_not_change_may_be_kept(client) -> None:
    make_ceasefire(effective=soon(-60), scheduled_end=soon(60))

    assert lifetime(client.get(f"{URL}?status=in_force&at=2020-01-01T00:00:00Z")) > 60
