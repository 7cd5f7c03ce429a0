"""The three roles: who has which permissions, whatever happened to the groups before."""

import pytest
from django.apps.registry import Apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from ceasefires.roles import ROLES, set_permissions

pytestmark = pytest.mark.django_db

RECORDS = {
    model._meta.model_name
    for model in admin.site._registry
    if model._meta.app_label == "ceasefires" and model._meta.model_name != "token"
}
LOGGING = {f"{verb}_{model}" for verb in ("add", "change") for model in ("violation", "report")}
SEEING = {f"view_{model}" for model in RECORDS}
EDITING = {f"{verb}_{model}" for verb in ("add", "change", "delete") for model in RECORDS}
ACCESS = {"view_token", "delete_token"} | {
    f"{verb}_{model}"
    for verb in ("add", "change", "delete", "view")
    for model in ("user", "group", "accessattempt")
}
GRANTED = {
    "monitor": SEEING | LOGGING,
    "editor": SEEING | EDITING | {"check_violation"},
    "admin": SEEING | EDITING | {"check_violation"} | ACCESS,
}


def granted():
    return {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.filter(name__in=ROLES)
    }


def test_a_fresh_database_has_the_roles_with_their_permissions():
    assert granted() == GRANTED


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: Group.objects.all().delete(),
        lambda: Group.objects.get(name="editor").permissions.clear(),
        lambda: Group.objects.get(name="monitor").permissions.add(*Permission.objects.all()),
        lambda: Permission.objects.all().delete(),
        lambda: None,
    ],
)
def test_a_migration_sets_them_anew_whatever_became_of_them(spoil):
    spoil()
    call_command("migrate", verbosity=0)
    assert granted() == GRANTED


def test_a_flushed_database_has_the_roles_still():
    call_command("flush", interactive=False, verbosity=0)
    assert granted() == GRANTED


def test_a_state_before_there_were_groups_is_left_alone(django_assert_num_queries):
    with django_assert_num_queries(0):
        set_permissions(using="default", apps=Apps())


def test_what_is_private_or_derived_is_nobodys_to_write():
    kept = Permission.objects.filter(content_type__model__in=["authorship", "phase"])
    assert not kept.exists()
