"""What was recorded stays, and nothing is emptied without a trace."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ceasefires.migrations import _history
from ceasefires.models import Version
from tests import factories as make

from .kept import sql

pytestmark = pytest.mark.django_db


def refused(statement):
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(statement)


@pytest.mark.parametrize("table", ["ceasefires_version", "ceasefires_generation"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET generation = generation",
        "UPDATE {} SET generation = 7 WHERE false",
        "DELETE FROM {}",
        "TRUNCATE {}",
    ],
)
def test_history_is_only_added_to(table, statement):
    make.make_party()
    if table.endswith("generation") and "SET" in statement:
        statement = "UPDATE {} SET cluster = cluster"
    refused(statement.format(table))


@pytest.mark.parametrize("table", _history.COLUMNS)
def test_no_recorded_table_is_emptied(table):
    refused(f"TRUNCATE ceasefires_{table} CASCADE")


@pytest.fixture
def application():
    """A database role that owns nothing, as docs/operations.md has it."""
    sql("CREATE ROLE application_of_test")
    sql(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO application_of_test"
    )
    sql("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO application_of_test")
    sql(
        "REVOKE INSERT, UPDATE, DELETE ON ceasefires_version, ceasefires_generation"
        " FROM application_of_test"
    )
    sql("SET LOCAL ROLE application_of_test")
    yield
    sql("RESET ROLE")


@pytest.mark.usefixtures("application")
def test_a_role_that_owns_nothing_writes_history_by_its_changes_alone():
    make.make_violation()
    assert Version.objects.filter(resource="violations").exists()
    for statement in (
        "DELETE FROM ceasefires_version",
        "INSERT INTO ceasefires_version SELECT * FROM ceasefires_version",
        "ALTER TABLE ceasefires_party DISABLE TRIGGER ALL",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement)


def test_a_table_that_a_session_puts_in_the_way_catches_nothing():
    sql("CREATE TEMPORARY TABLE ceasefires_version (LIKE ceasefires_version)")
    party = make.make_party()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_temp.ceasefires_version")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT count(*) FROM public.ceasefires_version WHERE object = %s", [party.slug]
        )
        assert cursor.fetchone() == (1,)
