"""What the database finds to disagree is what the rules say disagrees, of random claims."""

import random
from datetime import timedelta

import pytest

from ceasefires.choices import Agreement, Qualifier, Relation, Verification
from ceasefires.comparisons import acts, tolls
from ceasefires.models import Report, Toll, Violation
from tests import factories as make
from tests.factories import FuzzyInstant, instant

pytestmark = pytest.mark.django_db
ACTS, TOLLS, SEED = 150, 300, 20140805
MIDNIGHT = instant("2014-08-04T21:00Z")  # in Gaza
QUALIFIERS = [each.value for each in Qualifier]
VERIFICATIONS = [each.value for each in Verification]
RELATIONS = [each.value for each in Relation if each != Relation.INDETERMINATE]
DISAGREE = Agreement.DISAGREE


@pytest.fixture
def chosen():
    return random.Random(SEED)


def few(chosen):
    """A figure, or none, out of so few that many meet."""
    return chosen.choice([None, None, 0, 1, 2])


def estimate(chosen):
    given = [few(chosen) for _ in range(3)]
    ordered = iter(sorted(each for each in given if each is not None))
    return tuple(None if each is None else next(ordered) for each in given)


def quantity(chosen):
    value = few(chosen)
    if value is None:
        return None, "", ""
    return value, chosen.choice(QUALIFIERS), chosen.choice(["rockets", "Rockets", "shells"])


def report(chosen, parties):
    """It says little, so that not all disagree."""
    said = {
        "killed": estimate(chosen),
        "injured": estimate(chosen),
        "quantity": quantity(chosen),
        "attributed_to": chosen.choice(parties),
        "verification": chosen.choice(VERIFICATIONS),
        "stated_relation": chosen.choice(RELATIONS),
    }
    names = chosen.sample(sorted(said), 2)
    return {name: said[name] for name in names} | {"qualifier": chosen.choice(QUALIFIERS)}


@pytest.fixture
def reports(chosen):
    coalition = make.make_party(kind="coalition")
    member = make.make_party(member_of=coalition, kind="coalition")
    parties = [coalition, member, make.make_party(member_of=member), make.make_party()]
    parties += [make.make_party(member_of=coalition)]
    source, truce = make.make_source(), make.make_ceasefire()
    for _ in range(ACTS):
        act = make.make_violation(ceasefire=truce)
        for _ in range(chosen.choice([1, 2, 2, 3, 4])):
            make.make_report(violation=act, source=source, **report(chosen, parties))
    return Report.objects.all()


def test_acts_on_which_reports_disagree(reports):
    found = set(acts.disputed(Violation.objects.all(), reports))
    every = list(Violation.objects.prefetch_related("reports__source"))
    acts.compare(every)
    for act in every:
        disagrees = DISAGREE in {each.agreement for each in act.compared.values()}
        assert (act in found) == disagrees, list(act.reports.values())
    assert ACTS / 5 < len(found) < ACTS * 4 / 5


def test_acts_with_several_reports(reports):
    found = set(acts.reported_by_several(Violation.objects.all(), reports))
    assert found == {each for each in Violation.objects.all() if each.reports.count() > 1}


def toll(chosen):
    at = MIDNIGHT + timedelta(hours=chosen.choice([0, 0, 10, 11, 24]))
    precision = chosen.choice(["minute", "hour", "day", "week", "month", "unknown"])
    return {
        "value": chosen.choice([1, 2, 3]),
        "qualifier": chosen.choice(QUALIFIERS),
        "group": chosen.choice("abcdefgh"),
        "unit": chosen.choice(["persons", "Persons"]),
        "as_of": FuzzyInstant() if precision == "unknown" else FuzzyInstant(at, precision),
    }


def test_counts_on_which_tolls_disagree(chosen):
    war, source = make.make_conflict(), make.make_source()
    for _ in range(TOLLS):
        make.make_toll(conflict=war, source=source, **toll(chosen))
    every = tolls.counted(Toll.objects.select_related("conflict", "source"))
    found = set(tolls.disputed(every))
    counts = list(tolls.first_of_each(every))
    tolls.compare(counts, every)
    assert sum(len(each.claims) for each in counts) == TOLLS
    for each in counts:
        disagrees = each.compared["value"].agreement == DISAGREE
        assert bool(found & set(each.claims)) == disagrees, each.claims
    disagreeing = [each for each in counts if found & set(each.claims)]
    assert 0 < len(disagreeing) < len(counts)
