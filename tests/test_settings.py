"""What the settings refuse, asked of a fresh Python: settings are read once per process."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASE = {"DATABASE_URL": "postgres://user:word@host:6432/name?sslmode=require"}
GIVEN = DATABASE | {"SECRET_KEY": "k" * 60}


def settings(expression: str, **environment: str) -> str:
    """What an expression over the settings prints, or the last line of their refusal."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", f"from tracker import settings as s; print({expression})"],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
    )
    return (done.stdout or done.stderr).strip().splitlines()[-1]


def test_no_secret_key_is_refused_with_what_to_set() -> None:
    assert "No secret key: set SECRET_KEY" in settings("s.SECRET_KEY", **DATABASE)


def test_an_open_host_list_is_refused_with_what_to_set() -> None:
    said = settings("s.ALLOWED_HOSTS", **GIVEN, ALLOWED_HOSTS="example.org,*")
    assert "ALLOWED_HOSTS lets any host in: set it to" in said


def test_debug_is_off_unless_asked_for() -> None:
    assert settings("s.DEBUG", **GIVEN) == "False"


def test_a_secret_may_come_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgres://user:word@host/name\n")
    secrets = {"DATABASE_URL_FILE": str(tmp_path / "url"), "SECRET_KEY": "k" * 60}
    assert settings("s.DATABASES['default']['NAME']", **secrets) == "name"


def test_the_urls_own_options_are_kept_beside_ours() -> None:
    options = settings("s.DATABASES['default']['OPTIONS']", **GIVEN)
    assert "'sslmode': 'require'" in options and "statement_timeout=15000" in options


def test_without_database_url_the_checkouts_own_server_is_meant() -> None:
    assert settings("s.DATABASES['default']['HOST']", SECRET_KEY="k").startswith("/tmp/ceasefires-")


def test_check_deploy_is_clean_behind_https() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=os.environ
        | {"SECRET_KEY": "0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT_uVwXyZ-0aB1cD2eF3gH4iJ5kL6"}
        | {"HTTPS": "on", "ALLOWED_HOSTS": "example.org"}
        | {"DJANGO_SETTINGS_MODULE": "tracker.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_a_database_that_is_no_postgres_is_refused_with_what_to_set() -> None:
    for url in ("nonsense", "mysql://x/y"):
        said = settings("s.DATABASES", **GIVEN | {"DATABASE_URL": url})
        assert "DATABASE_URL names no Postgres: give postgres://" in said


def test_a_command_tells_in_a_sentence_that_no_database_answers() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=os.environ | GIVEN | {"DATABASE_URL": "postgres://user:word@127.0.0.1:1/name"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("The database does not answer as it should: connection to")
