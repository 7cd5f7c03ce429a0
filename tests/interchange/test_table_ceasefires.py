"""Tables of ceasefires: with the parties to them, and where that was read."""

from datetime import UTC, datetime, timedelta

import pytest

from ceasefires.interchange.importing import Counts
from ceasefires.interchange.table import TABLE
from ceasefires.models import Ceasefire, Citation, Participation, Version
from tests import factories as make
from tests.factories import exactly, instant

from .importer import Importer

pytestmark = pytest.mark.django_db
FULL = (
    "slug,name,conflict,time_zone,declaration,ceasefire_class,purposes,scope,written,"
    "implementation_mechanism,enforcement,declared_local,effective_local,effective_precision,"
    "scheduled_end_local,planned_duration,ended_local,end_type,ended_known_from,side_a,side_b,"
    "mediators,identifiers_ethprio,identifiers_pax,identifiers_ucdp,source,locator\n"
    "truce,The truce,war,,bilateral,definitive,humanitarian; holiday,full,yes,no,none,2014-08,"
    "2014-08-05 08:00,,2014-08-08 08:00,PT72H,2014-08-07,violence,2014-08-08,north,south; east,"
    "egypt,1,2,3,wire,paragraph 2\n"
)
SHORT = "slug,name,conflict\n"


@pytest.fixture(autouse=True)
def world(db):
    make.make_conflict(slug="war", time_zone="Asia/Gaza")
    for slug in ("north", "south", "east", "egypt"):
        make.make_party(slug=slug)
    make.make_source(slug="wire", published=exactly("2014-08-05T00:00Z"))


@pytest.fixture
def imports(tmp_path):
    return Importer(TABLE, tmp_path)


def parts():
    listed = Participation.objects.values_list("party__slug", "role", "side")
    return {*listed}


def test_a_whole_row_is_a_ceasefire_with_its_parties_and_its_source(imports):
    assert imports(FULL).counts == Counts(read=1, created=1)
    truce = Ceasefire.objects.get()
    assert (truce.slug, truce.name, truce.conflict.slug) == ("truce", "The truce", "war")
    assert (truce.time_zone, truce.declaration) == ("Asia/Gaza", "bilateral")
    assert (truce.ceasefire_class, truce.scope) == ("definitive", "full")
    assert truce.purposes == ["humanitarian", "holiday"]
    assert (truce.written, truce.implementation_mechanism, truce.enforcement) == (
        "yes",
        "no",
        "none",
    )
    assert truce.declared == (datetime(2014, 7, 31, 21, tzinfo=UTC), "month")
    assert truce.effective == exactly("2014-08-05T05:00Z")
    assert truce.scheduled_end == exactly("2014-08-08T05:00Z")
    assert truce.planned_duration == timedelta(hours=72)
    assert truce.ended == (datetime(2014, 8, 6, 21, tzinfo=UTC), "day")
    assert (truce.end_type, truce.ended_known_from) == ("violence", instant("2014-08-08T00:00Z"))
    assert (truce.ethprio_id, truce.pax_id, truce.ucdp_id) == ("1", "2", "3")
    assert parts() == {
        ("north", "declaring", "a"),
        ("south", "declaring", "b"),
        ("east", "declaring", "b"),
        ("egypt", "mediator", ""),
    }
    cited = Citation.objects.get()
    assert (cited.ceasefire, cited.source.slug, cited.locator) == (truce, "wire", "paragraph 2")
    assert truce.public_from == instant("2014-08-05T00:00Z")


def test_again_it_changes_nothing(imports):
    imports(FULL)
    versions = Version.objects.count()
    assert imports(FULL).counts == Counts(read=1, unchanged=1)
    assert Version.objects.count() == versions


def test_what_differs_is_changed_and_what_is_not_told_stays(imports):
    imports(FULL)
    assert imports(SHORT + "truce,Another name,war\n").counts == Counts(read=1, updated=1)
    truce = Ceasefire.objects.get()
    assert (truce.name, truce.declaration) == ("Another name", "bilateral")


def test_a_party_moves_to_the_side_that_is_told_and_none_is_removed(imports):
    imports(FULL)
    make.make_party(slug="west")
    header = "slug,name,conflict,side_a,side_b,monitors\n"
    outcome = imports(header + "truce,The truce,war,north east,,west\n")
    assert outcome.counts == Counts(read=1, updated=1)
    assert parts() == {
        ("north", "declaring", "a"),
        ("east", "declaring", "a"),
        ("south", "declaring", "b"),
        ("egypt", "mediator", ""),
        ("west", "monitor", ""),
    }


def test_parties_as_lists_export_them(imports):
    row = "truce,The truce,war,north:declaring:a south:declaring egypt:mediator\n"
    imports("slug,name,conflict,participations\n" + row)
    assert parts() == {
        ("north", "declaring", "a"),
        ("south", "declaring", ""),
        ("egypt", "mediator", ""),
    }


def test_a_place_in_a_source_is_cited_once(imports):
    header = "slug,name,conflict,source,locator\n"
    row = "truce,The truce,war,wire,p. "
    assert imports(header + row + "1\n").counts.created == 1
    assert imports(header + row + "1\n").counts.unchanged == 1
    assert imports(header + row + "2\n").counts.updated == 1
    assert Citation.objects.count() == 2


def test_a_ceasefire_may_follow_one_of_a_later_row(imports):
    header = "slug,name,conflict,follows,follows_as\n"
    rows = "c,C,war,b,extends\nb,B,war,a,reciprocates\na,A,war,,\n"
    assert imports(header + rows).counts == Counts(read=3, created=3)
    assert Ceasefire.objects.get(slug="c").follows.slug == "b"
    assert Ceasefire.objects.get(slug="b").follows.slug == "a"
    assert imports(header + rows).counts == Counts(read=3, unchanged=3)
    reasons = Version.objects.values_list("reason", flat=True)
    assert {*reasons.filter(resource="ceasefires")} == {"Imported from a.csv."}


def test_rows_that_follow_one_another_in_a_circle_or_nobody_are_refused(imports):
    header = "slug,name,conflict,follows,follows_as\n"
    imports(header + "a,A,war,b,extends\nb,B,war,a,extends\nc,C,war,nobody,extends\n")
    assert imports.reasons == [
        (2, "follows", "there is no ceasefire with the slug “b”."),
        (3, "follows", "there is no ceasefire with the slug “a”."),
        (4, "follows", "there is no ceasefire with the slug “nobody”."),
    ]


def test_no_longer_to_follow_is_told_by_empty_cells(imports):
    make.make_ceasefire(slug="a")
    header = "slug,name,conflict,follows,follows_as\n"
    imports(header + "b,B,war,a,extends\n")
    imports(header + "b,B,war,,\n")
    assert Ceasefire.objects.get(slug="b").follows is None


def test_an_end_that_a_later_source_tells_is_known_from_then(imports):
    make.make_source(slug="later", published=exactly("2014-08-09T00:00Z"))
    make.make_source(slug="last", published=exactly("2014-08-20T00:00Z"))
    header = "slug,name,conflict,ended_local,end_type,ended_known_from,source,locator\n"
    imports(header + "truce,The truce,war,,,,wire,paragraph 2\n")
    for source in ("later", "last", "last"):
        imports(header + f"truce,The truce,war,2014-08-08,expired,,{source},paragraph 1\n")
        assert Ceasefire.objects.get().ended_known_from == instant("2014-08-09T00:00Z")


def test_what_lists_show_as_known_from_is_not_set_for_that(imports):
    imports(FULL)
    header = "slug,name,conflict,known_from\n"
    outcome = imports(header + "truce,The truce,war,2014-08-05T00:00:00Z\n")
    assert outcome.counts == Counts(read=1, unchanged=1)
    imports(header + "truce,The truce,war,2014-08-04T00:00:00Z\n")
    assert Ceasefire.objects.get().known_from == instant("2014-08-04T00:00Z")


MISTAKES = {
    "no slug": ("slug", "", "slug", "is empty: it is needed."),
    "a slug that is none": (
        "slug",
        "The Truce",
        "slug",
        "lower-case letters and digits in words joined by hyphens, and not “unknown”.",
    ),
    "a long slug": ("slug", "a" * 101, "slug", "has 101 characters: at most 100 are kept."),
    "no name": ("name", "", "name", "is empty: it is needed."),
    "no conflict": ("conflict", "", "conflict", "is empty: it is needed."),
    "an unknown conflict": ("conflict", "x", "conflict", "there is no conflict with the slug “x”."),
    "an unknown party": ("side_a", "x", "side_a", "there is no party with the slug “x”."),
    "a party on two sides": (
        "side_a",
        "south",
        "participations",
        "names a party twice in one role.",
    ),
    "an unknown purpose": (
        "purposes",
        "humanitarian fun",
        "purposes",
        "is not one of: humanitarian, peace_process, holiday, election, other, unclear.",
    ),
    "no duration": (
        "planned_duration",
        "72 hours",
        "planned_duration",
        "is not an ISO 8601 duration such as PT72H.",
    ),
    "a duration without end": (
        "planned_duration",
        "P999999999999D",
        "planned_duration",
        "is not an ISO 8601 duration such as PT72H.",
    ),
    "an end before the beginning": (
        "scheduled_end_local",
        "2014-08-05 07:00",
        "scheduled_end",
        "its latest instant must be after the earliest of effective.",
    ),
    "an end of no kind": (
        "end_type",
        "",
        "end_type",
        "an end that is dated or known needs its type.",
    ),
}


@pytest.mark.parametrize(("column", "cell", "field", "reason"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_at_its_field(imports, column, cell, field, reason):
    header, row = FULL.splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True)) | {column: cell}
    imports(f"{header}\n{','.join(cells.values())}\n")
    assert (2, field, reason) in imports.reasons
    assert not Ceasefire.objects.exists()


@pytest.mark.parametrize("zone", ["Mars/Base", "../etc/passwd", "Asia", "x" * 65])
def test_a_time_zone_that_there_is_none_of_is_refused(imports, zone):
    imports(f"slug,name,conflict,time_zone,effective_local\ntruce,T,war,{zone},2014-08-05 08:00\n")
    assert [each[:2] for each in imports.reasons] == [(2, "time_zone")]


@pytest.mark.parametrize("cell", ["north", "north:declaring:a:b", "north:", ":declaring", "a:b:c"])
def test_what_names_no_party_and_role_is_refused(imports, cell):
    imports(f"slug,name,conflict,participations\ntruce,T,war,{cell}\n")
    assert [each[:2] for each in imports.reasons] == [(2, "participations")]


def test_a_ceasefire_is_told_of_once(imports):
    imports(SHORT + "truce,The truce,war\ntruce,Another,war\n")
    assert imports.reasons == [(3, "slug", "is the ceasefire of line 2 too: tell of it once.")]


def test_a_new_ceasefire_needs_a_name_and_a_conflict(imports):
    imports("slug\ntruce\n")
    assert imports.told and not Ceasefire.objects.exists()
