"""Every invariant is a named constraint, which refuses what breaks it and nothing else."""

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tests.models import test_invariants
from tests.models.constraint_cases import CASES

REFUSED = [(name, values) for name, case in CASES.items() for values in case.refused]
ACCEPTED = [(name, values) for name, case in CASES.items() for values in case.accepted]


def write(name, values):
    """Write a valid record with some values changed, past every validation."""
    record = CASES[name].make()
    key = record.pk
    record.delete()
    record.pk = key
    for field, value in values.items():
        setattr(record, field, value)
    type(record).objects.bulk_create([record])


def test_every_constraint_refuses_what_breaks_it(db, subtests):
    for name, values in REFUSED:
        with subtests.test(name, values=values):
            with pytest.raises(IntegrityError) as refusal, transaction.atomic():
                write(name, values)
            assert refusal.value.__cause__.diag.constraint_name == name


def test_no_constraint_refuses_what_is_near(db, subtests):
    for name, values in ACCEPTED:
        with subtests.test(name, values=values), transaction.atomic():
            write(name, values)


def declared_constraints():
    models = apps.get_app_config("ceasefires").get_models()
    return {each.name for model in models for each in model._meta.constraints}


def database_constraints():
    """Those that only the database knows: keys across tables, and what triggers refuse."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f'"
            " AND conrelid::regclass::text LIKE 'ceasefires%' AND conname NOT LIKE '%\\_fk\\_%'"
            " UNION SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE proname IN ('ceasefires_no_cycle', 'ceasefires_zone_exists')"
            " UNION SELECT encode(tgargs, 'escape') FROM pg_trigger"
            " JOIN pg_proc ON pg_proc.oid = tgfoid WHERE proname = 'ceasefires_default_known_from'"
        )
        names = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT prosrc FROM pg_proc WHERE prosrc LIKE '%ceasefires_refuse(%'")
        bodies = " ".join(body for (body,) in cursor.fetchall())
    known = {name.removesuffix("\\000") for name in names}
    claims = {name for name in known if "_" not in name}
    return (
        (known - claims)
        | {f"{claim}_known_from_given" for claim in claims}
        | set(re.findall(r"ceasefires_refuse\('(\w+)'", bodies))
    )


def test_every_constraint_has_a_test(db):
    tested = set(CASES) | test_invariants.TESTED
    assert tested == declared_constraints() | database_constraints()
