"""Log-in to the admin: who fails too often waits, at that address and for that user alone."""

import logging
import re
from datetime import UTC, datetime

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.people import make_user

pytestmark = pytest.mark.django_db

LIMIT, MINUTES = 5, 15
NOON = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
LOCKED = "Too many log-ins failed for this user from your address."


@pytest.fixture(autouse=True)
def alice():
    user = make_user("monitor", username="alice")
    user.set_password("right")
    user.save()
    return user


def log_in(password, username="alice", peer="192.0.2.1", **headers):
    sent = {"username": username, "password": password, "next": "/admin/"}
    return Client(REMOTE_ADDR=peer).post("/admin/login/", sent, headers=headers)


def fail(times=LIMIT, **who):
    return [log_in("wrong", **who) for _ in range(times)][-1]


def test_the_last_failure_allowed_locks_and_says_for_how_long():
    assert fail(LIMIT - 1).status_code == 200
    locked = fail(1)
    assert (locked.status_code, locked["Retry-After"]) == (429, str(MINUTES * 60))
    assert f"{LOCKED} Try again in {MINUTES} minutes" in locked.content.decode()


def test_the_right_password_does_not_help_then():
    fail()
    refused = log_in("right")
    assert refused.status_code == 429 and not refused.cookies.get("sessionid")


def test_after_the_time_said_one_is_let_in_and_trying_does_not_prolong_it():
    with time_machine.travel(NOON, tick=False) as clock:
        fail()
        clock.shift((MINUTES - 1) * 60 - 1)
        page = log_in("right")
        assert "Try again in 2 minutes" in page.content.decode()
        clock.shift(60)
        assert "Try again in 1 minute," in log_in("right").content.decode()
        clock.shift(2)
        assert log_in("right").status_code == 302


def test_another_user_or_address_is_not_locked():
    make_user(username="bob")
    fail()
    assert fail(1, username="bob").status_code == 200
    assert log_in("right", peer="192.0.2.2").status_code == 302


def test_another_browser_is_locked_too():
    for number in range(LIMIT - 1):
        fail(1, user_agent=f"browser {number}")
    assert log_in("wrong", user_agent="another").status_code == 429


@pytest.mark.parametrize(("https", "status"), [(False, 429), (True, 200)])
def test_an_address_in_a_header_counts_only_behind_a_proxy(settings, https, status):
    settings.HTTPS = https
    settings.SECURE_SSL_REDIRECT = False
    fail()
    assert log_in("wrong", x_forwarded_for="203.0.113.9").status_code == status


def test_behind_a_proxy_what_the_client_itself_forwards_does_not_count(settings):
    settings.HTTPS = True
    for number in range(LIMIT):
        locked = fail(1, x_forwarded_for=f"198.51.100.{number}, 203.0.113.9")
    assert locked.status_code == 429


def test_success_begins_the_count_anew():
    fail(LIMIT - 1)
    assert log_in("right").status_code == 302
    assert fail(LIMIT - 1).status_code == 200


def test_a_user_who_does_not_exist_is_locked_alike():
    assert fail(username="nobody").status_code == 429


@pytest.mark.parametrize("username", ["a\x00b", "ä" * 300, "a" * 5000, "", "😀"])
def test_odd_usernames_are_no_fault_of_the_service(username):
    assert fail(LIMIT + 1, username=username).status_code in (200, 429)


def test_no_password_is_kept_and_no_log_of_who_came(caplog):
    fail(LIMIT - 1)
    log_in("right")
    fail(1)
    [attempt] = AccessAttempt.objects.values()
    assert not [value for value in attempt.values() if re.search("wrong|right", str(value))]
    assert not AccessLog.objects.exists()


def test_the_log_stays_quiet(caplog):
    with caplog.at_level(logging.NOTSET):
        fail(LIMIT + 1)
    axes = [each for each in caplog.records if each.name.startswith("axes")]
    assert [each for each in axes if logging.getLogger(each.name).isEnabledFor(each.levelno)] == []


def test_an_admin_forgives_failures_by_deleting_them(enter):
    fail()
    [attempt] = AccessAttempt.objects.all()
    pages = enter("admin").client
    listed = pages.get(reverse("admin:axes_accessattempt_changelist"))
    assert "alice" in listed.content.decode() and "192.0.2.1" in listed.content.decode()
    pages.post(reverse("admin:axes_accessattempt_delete", args=[attempt.pk]), {"post": "yes"})
    assert log_in("right").status_code == 302


def test_users_keep_their_passwords_as_before():
    assert User.objects.get(username="alice").check_password("right")
