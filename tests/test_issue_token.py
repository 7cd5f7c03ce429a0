"""`manage.py issue_token`: the token alone on standard output, and one sentence for nonsense."""

import re
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.utils import timezone

from ceasefires.models import Token
from tests.people import bearing, make_user
from tests.served import environment

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.django_db


def issue(*arguments):
    """What the command prints: standard output, standard error."""
    out, err = StringIO(), StringIO()
    call_command("issue_token", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize("role", ["monitor", "editor", "admin"])
def test_a_token_is_printed_alone_and_holds(client, role):
    out, err = issue("alice", "--role", role)
    assert re.fullmatch(r"truce_[0-9a-f]{64}\n", out)
    assert f"For alice ({role}), until " in err and out.strip() not in err
    headers = bearing(out.strip())
    assert client.get("/api/v1/parties/", headers=headers).status_code == 200


def test_the_user_is_made_without_a_password_and_kept_out_of_the_admin():
    issue("alice", "--role", "editor")
    alice = User.objects.get(username="alice")
    assert not alice.has_usable_password() and not alice.is_staff and not alice.is_superuser
    assert [group.name for group in alice.groups.all()] == ["editor"]


@pytest.mark.parametrize(("days", "given"), [(30, []), (7, ["--days", "7"])])
def test_it_lasts_as_long_as_asked_or_as_set(days, given):
    issue("alice", "--role", "monitor", *given)
    left = Token.objects.get().expiry - timezone.now()
    assert timedelta(days=days) - left < timedelta(minutes=1)


def test_a_user_may_have_several_tokens():
    for _ in range(2):
        issue("alice", "--role", "monitor")
    assert User.objects.get().tokens.count() == 2


def test_a_user_without_a_role_takes_it_and_keeps_the_password():
    user = make_user(password="kept")
    issue(user.username, "--role", "monitor")
    user.refresh_from_db()
    assert user.password == "kept" and user.groups.get().name == "monitor"


def test_a_superuser_is_an_admin(admin_user):
    issue("admin", "--role", "admin")
    assert not admin_user.groups.exists()


NONSENSE = [
    (["alice"], "Give --role monitor, editor or admin."),
    (["alice", "--role", "boss"], "Give --role monitor, editor or admin."),
    (["alice", "--role", "editor", "--days", "0"], "a whole number from 1 to 3650"),
    (["alice", "--role", "editor", "--days=-1"], "a whole number from 1 to 3650"),
    (["alice", "--role", "editor", "--days", "1e3"], "a whole number from 1 to 3650"),
    (["alice", "--role", "editor", "--days", "3651"], "a whole number from 1 to 3650"),
    (["alice", "--role", "editor", "--days", "99999999999"], "a whole number from 1 to 3650"),
    (["", "--role", "editor"], "A username has at most 150 characters"),
    (["a b", "--role", "editor"], "A username has at most 150 characters"),
    (["a\x00b", "--role", "editor"], "A username has at most 150 characters"),
    (["a" * 151, "--role", "editor"], "A username has at most 150 characters"),
    (["ed", "--role", "admin"], "ed is editor: give --role editor, or name another user."),
    (["ed", "--role", "monitor"], "ed is editor: give --role editor, or name another user."),
    (["admin", "--role", "monitor"], "admin is admin: give --role admin"),
    (["gone", "--role", "monitor"], "gone is deactivated"),
]


@pytest.mark.parametrize(("arguments", "said"), NONSENSE)
def test_nonsense_is_refused_with_one_sentence_and_changes_nothing(admin_user, arguments, said):
    make_user("editor", username="ed")
    make_user("monitor", username="gone", is_active=False)
    with pytest.raises(CommandError, match=re.escape(said)):
        issue(*arguments)
    assert User.objects.count() == 3
    assert not Token.objects.exists()


def test_a_database_without_the_roles_says_what_to_run():
    Group.objects.all().delete()
    with pytest.raises(CommandError, match="prepare"):
        issue("alice", "--role", "monitor")


@pytest.mark.django_db(transaction=True)
def test_a_real_process_prints_nothing_else():
    done = subprocess.run(
        [sys.executable, "manage.py", "issue_token", "alice", "--role", "monitor"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"truce_[0-9a-f]{64}\n", done.stdout)
    assert done.stderr.startswith("For alice (monitor), until ")
