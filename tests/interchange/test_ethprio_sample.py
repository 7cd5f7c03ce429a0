"""The real rows of ETH/PRIO's dataset, where they are there: every one imports or is refused."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from ceasefires.interchange.importing import Counts
from ceasefires.models import Ceasefire, Participation, Party, Source, Version
from tests.api.client import ApiClient

from .ethprio_import import imported_file

SAMPLE = settings.BASE_DIR.parent / "shared" / "data" / "ethprio_ceasefires_sample.csv"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SAMPLE.exists(), reason="the dataset is not part of the project"),
]


@pytest.fixture(scope="module")
def first(django_db_setup, django_db_blocker):
    """The first import beside the fixture, made once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "gaza_2014", verbosity=0)
        yield imported_file(SAMPLE, keep_good=True)
        transaction.set_rollback(True)


@pytest.fixture
def api(first):
    return ApiClient()


def states(api, slug, *instants):
    return [api.body(f"ceasefires/{slug}/state/", at=each)["status"] for each in instants]


def test_every_row_imports_or_is_refused_with_its_reason(first):
    assert first.counts == Counts(read=493, created=254, updated=2, refused=3)
    assert Ceasefire.objects.exclude(ethprio_id="").count() == 256
    refused = [each[1:] for each in first.told if each[0] == "refused"]
    reason = (
        "is that of another ceasefire too: the row whose id is {} has it as one of {}, "
        "and that ceasefire is taken."
    )
    assert refused == [
        (390, "uniq_id", reason.format(3359, "2014-02-20")),
        (486, "uniq_id", reason.format(4012, "1990-08-02")),
        (488, "uniq_id", reason.format(4015, "2000-01-13")),
    ]


def test_every_note_says_which_cell_and_what_became_of_it(first):
    notes = [each for each in first.told if each[0] == "note"]
    assert {each[2] for each in notes} == {
        *("actor_name", "end", "fixed_time", "link", "link_ids", "ucdp_acd_id", "uniq_id"),
    }
    assert all(reason.endswith(".") for _kind, _line, _field, reason in notes)


def test_again_changes_nothing(first):
    stamps = set(Ceasefire.objects.values_list("pk", "updated"))
    versions, source = Version.objects.count(), Source.objects.get(dataset="ethprio").updated
    again = imported_file(SAMPLE, keep_good=True)
    assert again.counts == Counts(read=493, unchanged=256, refused=3)
    assert again.told == first.told
    assert Version.objects.count() == versions
    assert set(Ceasefire.objects.values_list("pk", "updated")) == stamps
    assert Source.objects.get(dataset="ethprio").updated == source


def test_the_articles_truce_is_found_and_stays_as_the_article_has_it(api):
    truce = api.body("ceasefires/gaza-2014-08-05-72h/")
    assert truce["identifiers"] == {"ethprio": "666092"}
    assert (truce["purposes"], truce["scope"]) == (["humanitarian"], "unknown")
    assert [each["party"]["slug"] for each in truce["participations"]] == [
        *("israel", "palestinian-factions", "hamas", "egypt"),
    ]
    sources = {each["source"]["slug"] for each in truce["sources"]}
    assert sources == {"al-jazeera-2014-08-06"}


@pytest.mark.parametrize(
    ("field", "theirs", "mine"),
    [
        ("purpose", {"humanitarian"}, {"peace_process"}),
        ("mediator", {"egypt"}, {"unclear"}),
        ("planned_duration", {"PT72H"}, {"P3D"}),
    ],
)
def test_both_sources_values_of_the_articles_truce_stand_side_by_side(api, field, theirs, mine):
    codings = api.rows("codings/", ceasefire="gaza-2014-08-05-72h", limit=100)
    by_claimant = {True: set(), False: set()}
    for each in codings:
        if each["field"] == field:
            dataset = each["claimant"] == "ETH/PRIO Civil Conflict Ceasefire Dataset"
            by_claimant[dataset].add(each["value"])
    assert by_claimant == {True: mine, False: theirs}


def test_the_articles_truce_has_the_same_state_as_before(api):
    instants = ("2014-08-05T04:59:59Z", "2014-08-06T12:00:00Z", "2014-08-08T05:00:00Z")
    assert states(api, "gaza-2014-08-05-72h", *instants) == ["pending", "in_force", "expired"]


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        (  # a government's own, of 12 January 1994, ended by violence on 9 February 1995
            "mexico-1994-01-12-70001",
            {
                "1994-01-11T23:59:59Z": "pending",
                "1994-01-12T12:00:00Z": "indeterminate",
                "1994-01-13T00:00:00Z": "in_force",
                "1995-02-08T23:59:59Z": "in_force",
                "1995-02-10T00:00:00Z": "collapsed",
            },
        ),
        (  # of the first of August 2014, broken on that day
            "israel-2014-07-31-666090",
            {"2014-07-31T20:59:59Z": "pending", "2014-08-01T21:00:00Z": "collapsed"},
        ),
        (  # all of its rows say that it has not ended
            "myanmar-burma-2015-10-15-775044",
            {"2015-10-14T00:00:00Z": "pending", "2020-12-31T00:00:00Z": "in_force"},
        ),
        (  # it never took effect
            "central-african-republic-2020-12-23-482033",
            {"2020-12-22T00:00:00Z": "never_effective", "2021-01-01T00:00:00Z": "never_effective"},
        ),
        (  # it ended, and nobody says when: unknown from its first day on
            "israel-2014-08-26-666096",
            {"2014-08-25T00:00:00Z": "pending", "2014-08-28T00:00:00Z": "unknown"},
        ),
        (  # no effective date is known
            "nicaragua-1989-04-93002",
            {"1990-01-01T00:00:00Z": "unknown"},
        ),
    ],
)
def test_the_states_of_known_ceasefires_follow(api, slug, expected):
    assert dict(zip(expected, states(api, slug, *expected), strict=True)) == expected


def test_nothing_was_known_before_the_dataset_was_public(api):
    asked = {"at": "1994-06-01T00:00:00Z", "known_at": "2022-10-25T23:59:59Z"}
    assert api.body("ceasefires/mexico-1994-01-12-70001/state/", **asked)["status"] == "unknown"


def test_ends_that_differ_between_parties_stand_with_each(api):
    found = api.body("ceasefires/israel-2014-08-18-666095/")["participations"]
    ends = {each["party"]["slug"]: (each["end_type"], each["ended"]["local"]) for each in found}
    assert ends == {
        "israel": ("violence", "2014-08-19T00:00:00+03:00"),
        "hamas": ("superseded", "2014-08-20T00:00:00+03:00"),
    }


def test_the_fixtures_parties_are_those_of_the_dataset(first):
    parts = Participation.objects.filter(party__slug__in=["israel", "hamas", "egypt"])
    mine = parts.filter(ceasefire__slug__startswith="israel-2014")
    assert {each.party.slug for each in mine.select_related("party")} == {
        *("israel", "hamas", "egypt"),
    }
    assert Party.objects.filter(ucdp_id="121").count() == 1


def test_every_actor_has_one_party(first):
    ids = list(Party.objects.exclude(ucdp_id="").values_list("ucdp_id", flat=True))
    names = list(Party.objects.values_list("name", flat=True))
    assert len(ids) == len(set(ids)) == 182
    assert len(names) == len(set(names))
