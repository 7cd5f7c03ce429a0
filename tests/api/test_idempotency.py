"""Retries under an Idempotency-Key: written once, answered the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ceasefires.models import Answer, Party, Version, Violation
from tests import factories

from .bodies import RESOURCES, act
from .writer import Writer

pytestmark = pytest.mark.django_db
KEY = "3f0c8a1e"


@pytest.fixture
def editor():
    return Writer()


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_retry_is_answered_as_the_first_was_and_writes_nothing(editor, resource):
    body, path = RESOURCES[resource].body(), f"{resource}/"
    first = editor.send("POST", path, body, Idempotency_Key=KEY)
    versions = Version.objects.count()
    again = editor.send("POST", path, body, Idempotency_Key=KEY)
    assert Version.objects.count() == versions
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    for header in ("ETag", "Location", "Content-Type"):
        assert again[header] == first[header]
    assert "Idempotency-Replayed" not in first and again["Idempotency-Replayed"] == "true"
    assert Answer.objects.count() == 1


def test_the_key_writes_once(editor):
    body = act()
    for _ in range(3):
        editor.send("POST", "violations/", body, Idempotency_Key=KEY)
    assert Violation.objects.count() == 1


def test_the_same_key_with_another_request_is_refused(editor):
    editor.send("POST", "violations/", act(), Idempotency_Key=KEY)
    for path, body in (("violations/", act()), ("violations/bulk/", [act()])):
        response = editor.send("POST", path, body, Idempotency_Key=KEY)
        assert response.status_code == 422
        assert response.json()["errors"][0]["code"] == "key_reused"
    assert Violation.objects.count() == 1


def test_what_was_refused_may_be_repeated_under_its_key(editor):
    assert editor.send("POST", "violations/", {}, Idempotency_Key=KEY).status_code == 422
    assert editor.send("POST", "violations/", act(), Idempotency_Key=KEY).status_code == 201


def test_a_dry_run_leaves_its_key_free(editor):
    body = act()
    tried = editor.send("POST", "violations/?dry_run=true", body, Idempotency_Key=KEY)
    assert tried.status_code == 200
    assert editor.send("POST", "violations/", body, Idempotency_Key=KEY).status_code == 201


def test_two_users_have_the_same_key_each_for_themselves(editor):
    other, body = Writer(), act()
    assert editor.send("POST", "violations/", body, Idempotency_Key=KEY).status_code == 201
    assert other.send("POST", "violations/", body, Idempotency_Key=KEY).status_code == 201
    assert Violation.objects.count() == 2


def test_a_key_is_forgotten_after_a_day(editor):
    body = act()
    editor.send("POST", "violations/", body, Idempotency_Key=KEY)
    Answer.objects.update(at=timezone.now() - timedelta(hours=23, minutes=59))
    editor.send("POST", "violations/", body, Idempotency_Key=KEY)
    assert Violation.objects.count() == 1
    Answer.objects.update(at=timezone.now() - timedelta(hours=24))
    editor.send("POST", "violations/", body, Idempotency_Key=KEY)
    assert (Violation.objects.count(), Answer.objects.count()) == (2, 1)


def test_changes_and_withdrawals_are_retried_under_a_key_too(editor):
    party = factories.make_party()
    path = f"parties/{party.slug}/"
    read = editor.tag(path)
    change = {"body": {"name": "Another"}, "If_Match": read, "Idempotency_Key": "a"}
    first, again = (editor.send("PATCH", path, **change) for _ in range(2))
    assert (first.status_code, again.content) == (200, first.content)
    assert editor.send("PATCH", path, {"name": "A third"}, If_Match=read).status_code == 412
    removal = {"body": {"reason": "x"}, "If_Match": first["ETag"], "Idempotency_Key": "b"}
    first, again = (editor.send("DELETE", path, **removal) for _ in range(2))
    assert (first.status_code, again.status_code, again.content) == (204, 204, b"")
    assert not Party.objects.exists()


@pytest.mark.parametrize("key", ["", "a b", "a" * 256, "\u00e9"])
def test_a_key_that_is_none_is_refused(editor, key):
    response = editor.send("POST", "violations/", act(), Idempotency_Key=key)
    assert response.status_code == 400
    assert "Idempotency-Key" in response.json()["detail"]
    assert not Violation.objects.exists()
