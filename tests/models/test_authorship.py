"""Who logged a record goes with the record, and is forgotten with the user, by whatever way."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection

from ceasefires.authorship import record_author
from ceasefires.models import Authorship, Report, Violation
from tests.factories import make_report
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged():
    report, user = make_report(), make_user("monitor")
    record_author(report.violation, report, user=user)
    return report


def raw(model):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def by_query(model):
    model.objects.all().delete()


def one_by_one(model):
    for each in model.objects.all():
        each.delete()


every_way = pytest.mark.parametrize("delete", [raw, by_query, one_by_one])


@every_way
def test_it_goes_with_the_act(logged, delete):
    Report.objects.all().delete()
    assert Authorship.objects.get().violation_id == logged.violation_id
    delete(Violation)
    assert not Authorship.objects.exists()


@every_way
def test_it_goes_with_the_report(logged, delete):
    delete(Report)
    assert Authorship.objects.get().violation_id


@every_way
def test_it_forgets_a_deleted_user_and_keeps_the_records(logged, delete):
    User.groups.through.objects.all().delete()
    delete(User)
    assert set(Authorship.objects.values_list("user", flat=True)) == {None}
    assert Report.objects.get() == logged


def test_a_record_has_one_author(logged):
    with pytest.raises(IntegrityError):
        record_author(logged, user=make_user())
