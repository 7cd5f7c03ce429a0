"""The three roles: groups of users, and the permissions that each has.

A migration makes the groups. Their permissions are set anew after every migration, so that those
of a model that comes later follow.
"""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db.models import Q

from .models.record import Record

MONITOR, EDITOR, ADMIN = ROLES = ("monitor", "editor", "admin")
CHECK = "ceasefires.check_violation"
LOGGED = ("violation", "report")
HELD_IN = ("ceasefires", "auth", "axes")
ACCESS = {"auth": ["user", "group"], "ceasefires": ["token"], "axes": ["accessattempt"]}


def granted(role: str) -> Q:
    """The permissions that a role has."""
    records = _on("ceasefires", _records())
    if role == MONITOR:
        logging = [f"{verb}_{model}" for verb in ("add", "change") for model in LOGGED]
        return records & (Q(codename__startswith="view_") | Q(codename__in=logging))
    if role == EDITOR:
        return records
    access = [_on(app, models) for app, models in ACCESS.items()]
    return Q(records, *access, _connector=Q.OR)


def _records() -> list[str]:
    """The models that people write; not those that the database or the service keeps."""
    models = installed.get_app_config("ceasefires").get_models()
    return [each._meta.model_name or "" for each in models if issubclass(each, Record)]


def _on(app: str, models: list[str]) -> Q:
    return Q(content_type__app_label=app, content_type__model__in=models)


def set_permissions(using: str, apps: Any = installed, **_: Any) -> None:
    """After a migration: the groups with just these permissions. Harmless when repeated.

    Django makes an app's permissions when its turn comes, which may be later than this one's.
    ``apps`` are the models as they stand after a migration, perhaps to an older state.
    """
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
        permissions = apps.get_model("auth", "Permission").objects.using(using)
    except LookupError:
        return
    for app in HELD_IN:
        create_permissions(installed.get_app_config(app), verbosity=0, using=using, apps=apps)
    for role in ROLES:
        group, _made = groups.get_or_create(name=role)
        group.permissions.set(permissions.filter(granted(role)))
