"""Tables of violations: acts, and the reports of them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ceasefires.interchange.importing import Counts
from ceasefires.interchange.table import TABLE
from ceasefires.models import Authorship, Report, Version, Violation
from tests import factories as make
from tests.factories import exactly, instant
from tests.people import make_user

from .importer import Importer

pytestmark = pytest.mark.django_db
FULL = (
    "event,ceasefire,kind,attributed_to,occurred_local,occurred_precision,place_name,latitude,"
    "longitude,geo_precision,quantity_value,quantity_qualifier,quantity_unit,killed_low,"
    "killed_best,killed_high,injured_low,injured_best,injured_high,verification,verified_local,"
    "verified_precision,response,description,source,locator,claimant\n"
    "E1,truce,rocket_fire,hamas,2014-08-06 11:00,hour,Sderot,31.525,34.595,near,16,at_least,"
    "rockets,,2,3,1,1,1,verified,2014-08-07,,denied,Rockets fell.,wire,paragraph 7,An official\n"
)
SHORT = "event,ceasefire,kind,occurred_local,killed_best,source,locator\n"


@pytest.fixture(autouse=True)
def world(db):
    """A truce on the clock of Gaza (three hours ahead), a party and a source."""
    make.make_ceasefire(slug="truce")
    make.make_party(slug="hamas")
    make.make_source(slug="wire", publisher="Example Wire", published=exactly("2014-08-07T09:00Z"))


@pytest.fixture
def imports(tmp_path):
    return Importer(TABLE, tmp_path)


def counted(**counts):
    return Counts(**{"read": 1} | counts)


def test_a_whole_row_is_an_act_with_its_report(imports):
    assert imports(FULL).counts == counted(created=1)
    act = Violation.objects.get()
    assert (act.event, act.ceasefire.slug, act.kind) == ("E1", "truce", "rocket_fire")
    assert act.attributed_to.slug == "hamas"
    assert act.occurred == (datetime(2014, 8, 6, 8, tzinfo=UTC), "hour")
    assert (act.place_name, act.latitude, act.longitude, act.geo_precision) == (
        "Sderot",
        Decimal("31.525"),
        Decimal("34.595"),
        "near",
    )
    assert act.quantity == (16, "at_least", "rockets")
    assert (act.killed, act.injured) == ((None, 2, 3), (1, 1, 1))
    assert (act.verification, act.response) == ("verified", "denied")
    assert act.verified == (datetime(2014, 8, 6, 21, tzinfo=UTC), "day")
    assert (act.description, act.relation) == ("Rockets fell.", "during")
    assert act.first_reported == instant("2014-08-07T09:00Z")
    assert act.figures_basis == "reported"
    report = Report.objects.get()
    assert (report.violation, report.source.slug) == (act, "wire")
    assert (report.locator, report.claimant) == ("paragraph 7", "An official")
    assert (report.qualifier, report.quantity) == ("at_least", act.quantity)
    assert (report.killed, report.injured) == (act.killed, act.injured)
    assert report.attributed_to == act.attributed_to
    assert report.verification == "alleged"


def test_again_it_changes_nothing(imports):
    imports(FULL)
    versions = Version.objects.count()
    assert imports(FULL).counts == counted(unchanged=1)
    assert Version.objects.count() == versions


def test_what_is_not_said_is_unknown_and_the_publication_speaks_for_itself(imports):
    imports("event,ceasefire,kind,source,locator\nE1,truce,shelling_artillery_missile,wire,p. 1\n")
    act = Violation.objects.get()
    assert act.occurred == (None, "unknown")
    assert (act.attributed_to, act.geo_precision) == (None, "unknown")
    assert (act.verification, act.response) == ("alleged", "none")
    assert (act.killed, act.quantity) == ((None, None, None), (None, "", ""))
    assert Report.objects.get().claimant == "Example Wire"


def test_an_act_without_a_source_is_set_as_it_is_told(imports):
    imports("event,ceasefire,kind,killed_best\nE1,truce,grenade,2\n")
    act = Violation.objects.get()
    assert (act.killed.best, act.figures_basis) == (2, "set")
    assert not Report.objects.exists()


def test_a_changed_figure_changes_the_report_and_the_act_follows(imports):
    imports(SHORT + "E1,truce,grenade,2014-08-06,2,wire,p. 1\n")
    outcome = imports(SHORT + "E1,truce,grenade,2014-08-06,3,wire,p. 1\n")
    assert outcome.counts == counted(updated=1)
    assert Report.objects.get().killed.best == 3
    act = Violation.objects.get()
    assert (act.killed.best, act.figures_basis) == (3, "reported")


def test_a_changed_attribution_is_taken_over_by_an_act_that_agreed_with_its_report(imports):
    header = "event,ceasefire,kind,attributed_to,source,locator\n"
    imports(header + "E1,truce,grenade,,wire,p. 1\n")
    imports(header + "E1,truce,grenade,hamas,wire,p. 1\n")
    assert Violation.objects.get().attributed_to.slug == "hamas"
    Violation.objects.update(attributed_to=make.make_party(slug="another"))
    imports(header + "E1,truce,grenade,,wire,p. 1\n")
    assert Report.objects.get().attributed_to is None
    assert Violation.objects.get().attributed_to.slug == "another"


def test_a_changed_figure_without_a_source_is_set(imports):
    act = make.make_violation(killed=(None, 2, None))
    header = "id,ceasefire,kind,killed_best\n"
    row = f"{act.pk},{act.ceasefire.slug},{act.kind},"
    assert imports(header + row + "2\n").counts == counted(unchanged=1)
    assert imports(header + row + "3\n").counts == counted(updated=1)
    act.refresh_from_db()
    assert (act.killed.best, act.figures_basis) == (3, "set")


def test_columns_that_are_not_there_leave_what_is_recorded(imports):
    imports(FULL)
    header = "event,ceasefire,kind,place_name\n"
    imports(header + "E1,truce,rocket_fire,Ashkelon\n")
    act = Violation.objects.get()
    assert (act.place_name, act.description) == ("Ashkelon", "Rockets fell.")


def test_empty_cells_empty_what_is_recorded(imports):
    imports(FULL)
    imports("event,ceasefire,kind,place_name,response\nE1,truce,rocket_fire,,\n")
    act = Violation.objects.get()
    assert (act.place_name, act.response) == ("", "none")


def test_an_id_finds_an_act_and_names_a_new_one(imports):
    act = make.make_violation(place_name="Here")
    new = "01914e3e-0000-7000-8000-000000000001"
    outcome = imports(
        "id,ceasefire,kind,place_name\n"
        f"{act.pk},{act.ceasefire.slug},{act.kind},There\n"
        f"{new.upper()},truce,grenade,Elsewhere\n"
    )
    assert outcome.counts == counted(read=2, created=1, updated=1)
    assert Violation.objects.get(pk=act.pk).place_name == "There"
    assert Violation.objects.get(pk=new).place_name == "Elsewhere"


def test_an_event_bears_on_two_ceasefires(imports):
    make.make_ceasefire(slug="another")
    header = "event,ceasefire,kind\n"
    outcome = imports(header + "E1,truce,grenade\nE1,another,grenade\n")
    assert outcome.counts == counted(read=2, created=2)


def test_several_rows_may_be_several_reports_of_an_act(imports):
    make.make_source(slug="paper", published=exactly("2014-08-08T00:00Z"))
    rows = (
        SHORT
        + "E1,truce,grenade,2014-08-06,2,wire,p. 1\nE1,truce,grenade,2014-08-06,5,paper,p. 2\n"
    )
    assert imports(rows).counts == counted(read=2, created=1)
    act = Violation.objects.get()
    assert (act.killed, act.reports.count()) == ((2, 2, 5), 2)
    assert imports(rows).counts == counted(read=2, unchanged=1)


def test_a_report_that_comes_later_is_added(imports):
    imports(SHORT + "E1,truce,grenade,2014-08-06,2,wire,p. 1\n")
    make.make_source(slug="paper", published=exactly("2014-08-06T12:00Z"))
    assert imports(SHORT + "E1,truce,grenade,2014-08-06,5,paper,p. 2\n").counts == counted(
        updated=1
    )
    act = Violation.objects.get()
    assert (act.killed, act.first_reported) == ((2, 2, 5), instant("2014-08-06T12:00Z"))


def test_a_row_that_contradicts_another_of_the_same_act_is_refused(imports):
    rows = "E1,truce,grenade,2014-08-06,2,wire,p. 1\nE1,truce,abduction,2014-08-06,2,wire,p. 2\n"
    imports(SHORT + rows)
    assert imports.reasons == [(3, "", "tells otherwise of the act that line 2 tells of.")]


def test_a_report_is_told_of_once(imports):
    row = "E1,truce,grenade,2014-08-06,2,wire,p. 1\n"
    imports(SHORT + row + row)
    assert imports.reasons == [(3, "locator", "is the report of line 2 too: tell of it once.")]


def test_a_verification_is_reached_when_it_is_imported_unless_the_table_says_when(imports):
    header = "event,ceasefire,kind,verification,verified_at\n"
    imports(header + "E1,truce,grenade,verified,\n")
    act = Violation.objects.get()
    assert act.verified.precision == "minute"
    assert imports(header + "E1,truce,grenade,verified,\n").counts == counted(unchanged=1)
    imports(header + "E1,truce,grenade,unfounded,2014-08-09T00:00:00Z\n")
    act.refresh_from_db()
    assert (act.verification, act.verified.at) == ("unfounded", instant("2014-08-09T00:00Z"))
    imports(header + "E1,truce,grenade,alleged,\n")
    act.refresh_from_db()
    assert (act.verification, act.verified.at) == ("alleged", None)


def test_who_imports_is_who_logged_it(imports):
    user = make_user("editor")
    imports(FULL, editor=user.pk)
    assert {each.user for each in Authorship.objects.all()} == {user}


def test_a_table_makes_no_source_of_itself(imports):
    assert imports(FULL).results[0].source == ""


MISTAKES = {
    "no ceasefire": ("ceasefire", "", "ceasefire", "is empty: it is needed."),
    "an unknown ceasefire": (
        "ceasefire",
        "x",
        "ceasefire",
        "there is no ceasefire with the slug “x”.",
    ),
    "no kind": ("kind", "", "kind", "is empty: it is needed."),
    "an unknown party": (
        "attributed_to",
        "x",
        "attributed_to",
        "there is no party with the slug “x”.",
    ),
    "an unknown source": ("source", "x", "source", "there is no source with the slug “x”."),
    "no source": ("source", "", "source", "is empty: it is needed."),
    "no locator": ("locator", "", "locator", "is empty: it is needed."),
    "no identity": (
        "event",
        "",
        "event",
        "give an event or an id, by which the act is found again.",
    ),
    "a long event": ("event", "e" * 101, "event", "has 101 characters: at most 100 are kept."),
    "a thousand separator": (
        "killed_best",
        '"1,000"',
        "killed_best",
        "has a thousand separator: write the digits alone, as in 1234.",
    ),
    "figures out of order": ("killed_best", "4", "killed", "lowest ≤ most likely ≤ highest."),
    "half a place": (
        "latitude",
        "",
        "latitude, longitude",
        "both, from -90 to 90 and -180 to 180, or neither.",
    ),
    "a response of nobody": (
        "attributed_to",
        "",
        "response",
        "only a party that the act is attributed to responds.",
    ),
    "half a quantity": (
        "quantity_unit",
        "",
        "quantity",
        "give value, unit and qualifier, or none of them.",
    ),
    "an act to come": (
        "occurred_local",
        "2099-01-01 00:00",
        "occurred_at",
        "must not lie in the future.",
    ),
    "year 25": (
        "occurred_local",
        "0025-08-06",
        "occurred_local",
        "is of the year 25: give all four digits, from 1900 to 2100.",
    ),
    "a control character": ("description", "a\x1bb", "description", "holds a control character."),
}


@pytest.mark.parametrize(("column", "cell", "field", "reason"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_at_its_field(imports, column, cell, field, reason):
    header, row = FULL.splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True)) | {column: cell}
    if column == "occurred_local" and len(cell) < 16:
        cells["occurred_precision"] = ""
    outcome = imports(f"{header}\n{','.join(cells.values())}\n")
    assert (2, field, reason) in imports.reasons
    assert outcome.counts.refused == 1
    assert not Violation.objects.exists()


def test_all_mistakes_of_a_row_are_told_at_once(imports):
    imports("event,ceasefire,kind,killed_best,latitude\nE1,x,y,z,95\n")
    assert [each[1] for each in imports.reasons] == ["ceasefire", "kind", "latitude", "killed_best"]
    assert imports.of(imports.folder / "a.csv").counts.refused == 1


def test_a_source_without_dates_needs_one(imports):
    make.make_source(slug="undated", published=make.FuzzyInstant())
    imports(SHORT + "E1,truce,grenade,2014-08-06,2,undated,p. 1\n")
    assert imports.reasons[0][1] == "known_from"


@pytest.mark.parametrize(
    "given", ["x", "01914e3e00007000800000000000001", "{01914e3e-0000-7000-8000-000000000001}"]
)
def test_an_id_is_a_uuid(imports, given):
    imports(f"id,ceasefire,kind\n{given},truce,grenade\n")
    assert imports.reasons == [(2, "id", "is no UUID: leave it empty for a new act.")]
