"""The rules exist once, in Python; where SQL must know them too, both give the same answers."""

import pytest

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
        "states as known then": grid.states_differ(questions=30, sample=80),
        "states as known now": grid.live_states_differ(questions=10, sample=80),
        "states from the deciding acts alone": grid.few_acts_differ(questions=3, sample=60),
    }.items():
        with subtests.test(about):
            message = grid.explain(list(differences))
            assert not message, message
