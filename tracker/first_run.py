"""What a database needs before it is served; each step is done once, whoever comes first."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.db import connection, transaction

FIXTURE = "gaza_2014.json"
SEEDED = f"Holds {FIXTURE}, or what became of it: not to be loaded again."
LOCK = 20140805  # any number that no other user of the database takes


@contextmanager
def alone_on_database() -> Iterator[None]:
    """Several servers may start on one database at once: one prepares it, the others wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        connection.close()  # ends the lock and the setting with the session


def migrate_and_seed(out: OutputWrapper) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        if never_seeded():
            out.write(f"Loading fixtures/{FIXTURE}\n")
            call_command("loaddata", FIXTURE, verbosity=0)
            remember_seeding()


def never_seeded() -> bool:
    """A user may have deleted every row on purpose: the database itself remembers."""
    if apps.get_model("ceasefires", "Conflict").objects.exists():
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        )
        [comment] = cursor.fetchone()
    return bool(comment != SEEDED)


def remember_seeding() -> None:
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [SEEDED])


@transaction.atomic
def create_admin(out: OutputWrapper) -> None:
    """Make the first user, and show the password this one time.

    Shown before the commit: a kill in between costs a password that never worked, and the next
    run shows another. The other way round it would leave a user whose password no one knows.
    """
    users = get_user_model().objects
    if users.exists():
        return
    password = secrets.token_urlsafe(12)
    users.create_superuser("admin", password=password)
    out.write(f"Admin user: admin, password: {password} (shown this once)\n")
    out.flush()


def collect_static() -> None:
    """Collect when a file has changed: hashing and compressing take seconds."""
    stamp = Path(settings.STATIC_ROOT) / ".sources"
    sources = static_sources()
    if not stamp.exists() or stamp.read_text() != sources:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(sources)


def static_sources() -> str:
    """One line for every static file: its path and when it last changed."""
    files = [found for finder in get_finders() for found in finder.list([])]
    return "\n".join(f"{path} {storage.get_modified_time(path)}" for path, storage in files)
