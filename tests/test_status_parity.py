"""The rules exist once, in Python; where SQL must know them too, both give the same answers."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from ceasefires.choices import Precision
from ceasefires.rules.fuzzy import span_of
from tests.parity.compare import Grid
from tests.parity.timeline import ODD_DAYS

SIZE = 260


@pytest.mark.parametrize(("seed", "zone"), list(enumerate(ODD_DAYS, 1)), ids=list(ODD_DAYS))
def test_the_database_derives_what_the_rules_derive(db, subtests, seed, zone):
    """The fact sets of one zone are stored once for all that is asked of them."""
    grid = Grid(seed, zone, SIZE)
    for about, differences in {
        "phases are those of the rules": grid.phases_differ(),
        "acts are placed as by the rules": grid.places_differ(),
        "acts loaded together are placed like others": grid.loads_differ(),
        "how long each lasted": grid.lives_differ(),
        "states as known then": grid.states_differ(questions=24, sample=60),
        "states as known now": grid.live_states_differ(questions=8, sample=80),
        "states from the deciding acts alone": grid.few_acts_differ(questions=3, sample=40),
    }.items():
        with subtests.test(about):
            message = grid.explain(list(differences))
            assert not message, message


def test_spans_end_where_the_rules_say(db):
    """Over many years and zones, old local mean times among them.

    Only past years: what clocks will do, two editions of the zones' database foretell differently.
    """
    random = Random(1)
    start = datetime(1850, 1, 1, tzinfo=UTC)
    asked = [
        (start + timedelta(hours=random.randrange(24 * 365 * 170)), precision.value, zone)
        for zone in ODD_DAYS
        for precision in Precision
        for _ in range(300)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT upper(ceasefires_span(at, exactness, zone)) FROM unnest("
            "%s::timestamptz[], %s::text[], %s::text[]) AS asked(at, exactness, zone)",
            [list(column) for column in zip(*asked, strict=True)],
        )
        stored = [upper for (upper,) in cursor.fetchall()]
    spans = [span_of(at, precision, ZoneInfo(zone)) for at, precision, zone in asked]
    derived = [span.high if span else None for span in spans]
    differing = zip(asked, stored, derived, strict=True)
    assert [each for each in differing if each[1] != each[2]] == []
