"""The datasets' own rows, where they are at hand: all are read, and their identifiers meet."""

import csv
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.conf import settings

from ceasefires.interchange.importing import Options, run
from ceasefires.interchange.origin import Counts
from ceasefires.interchange.ucdp_ged import AMBIGUOUS_IDS, UCDP_GED
from tests.factories import make_ceasefire, make_conflict, make_participation, make_party

DATA = settings.BASE_DIR.parent / "shared" / "data"
GED, ETHPRIO = DATA / "ucdp_ged_sample.csv", DATA / "ethprio_ceasefires_sample.csv"

pytestmark = pytest.mark.skipif(
    not (GED.exists() and ETHPRIO.exists()), reason="the samples are not at hand"
)


def rows_of(path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def number(cell: str) -> int:
    return int(float(cell))


@pytest.mark.django_db
def test_every_row_is_kept_or_counted_or_refused_with_its_reason():
    """With the truce of Israel and Hamas of 5 August 2014, as article and dataset have it."""
    truce = make_ceasefire(conflict=make_conflict(ucdp_id="234"))
    for side, identifier in (("a", "121"), ("b", "209")):
        make_participation(ceasefire=truce, party=make_party(ucdp_id=identifier), side=side)
    told = []

    outcome = run(UCDP_GED, [GED], Options(keep_good=True), told.append, lambda _: None)

    assert outcome.counts == Counts(read=336, created=1, unmatched=333, refused=2)
    assert [(each.line, each.field, each.reason) for each in told] == [
        (52, "best", "is more than high (9)."),
        (274, "low", "is more than best (1)."),
    ]
    assert truce.violations.get().event == "ucdp-ged:347679"


def test_an_actor_has_one_number_in_both_datasets():
    theirs = defaultdict(set)
    for row in rows_of(ETHPRIO):
        theirs[number(row["ucdp_actor_id"])].add(row["actor_name"].casefold())
    ours = {
        number(row[f"{side}_new_id"]): row[side].casefold()
        for row in rows_of(GED)
        for side in ("side_a", "side_b")
    }
    shared = ours.keys() & theirs.keys()
    otherwise = {each for each in shared if ours[each] not in theirs[each]}
    # The government of Sri Lanka with an article, and one that has since taken another name.
    assert (len(shared), otherwise - {145, 6254}) == (56, {7014})
    assert 7014 in AMBIGUOUS_IDS  # and is two


def test_a_conflict_between_a_state_and_a_group_has_one_number_in_both_datasets():
    theirs = {number(row["ucdp_acd_id"]): row["location"].strip() for row in rows_of(ETHPRIO)}
    ours = {
        number(row["conflict_new_id"]): row["conflict_name"]
        for row in rows_of(GED)
        if number(row["type_of_violence"]) == 1
    }
    shared = ours.keys() & theirs.keys()
    elsewhere = {each for each in shared if not ours[each].startswith(theirs[each])}
    assert (len(shared), elsewhere) == (31, set())
