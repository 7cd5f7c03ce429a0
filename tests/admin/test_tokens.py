"""Tokens in the admin: seen, never in full, and revoked; nobody makes or changes them there."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ceasefires.models import Token
from tests.people import bearing, make_expired_token, make_token

pytestmark = pytest.mark.django_db

LIST = reverse("admin:ceasefires_token_changelist")


@pytest.fixture
def admin(enter):
    return enter("admin").client


def of(page, token):
    return reverse(f"admin:ceasefires_token_{page}", args=[token.pk])


def test_a_list_tells_whose_they_are_and_whether_they_hold(admin):
    texts = [make_token("monitor"), make_expired_token("editor")]
    page = admin.get(LIST).content.decode()
    for token in Token.objects.all():
        assert f"{token.token_key}…" in page and token.user.username in page
    assert page.count("icon-yes") == page.count("icon-no") == 1
    assert not [text for text in texts if text in page]


def test_neither_token_nor_digest_is_shown_in_full_anywhere(admin):
    text, token = make_token("monitor"), Token.objects.get()
    pages = [LIST, of("change", token), of("delete", token), of("history", token)]
    pages += [reverse("admin:auth_user_delete", args=[token.user.pk]), f"{LIST}?q={text[:15]}"]
    for url in pages:
        page = admin.get(url)
        assert page.status_code == 200, url
        assert text not in page.content.decode() and token.digest not in page.content.decode()


@pytest.mark.parametrize("revoke", ["one", "chosen", "by deleting the user"])
def test_a_revoked_token_is_refused_from_then_on(admin, client, revoke):
    headers, token = bearing(make_token("editor")), Token.objects.get()
    assert client.get("/api/v1/parties/", headers=headers).status_code == 200
    if revoke == "one":
        admin.post(of("delete", token), {"post": "yes"})
    elif revoke == "chosen":
        chosen = {"action": "delete_selected", "_selected_action": [token.pk], "post": "yes"}
        admin.post(LIST, chosen)
    else:
        admin.post(reverse("admin:auth_user_delete", args=[token.user.pk]), {"post": "yes"})
    assert client.get("/api/v1/parties/", headers=headers).status_code == 401
    assert not LogEntry.objects.filter(object_repr__contains=token.digest).exists()


def test_none_is_made_or_changed_here(admin):
    make_token("monitor")
    token, boss = Token.objects.get(), User.objects.get(groups__name="admin")
    assert admin.get(reverse("admin:ceasefires_token_add")).status_code == 403
    assert admin.post(of("change", token), {"user": boss.pk}).status_code == 403


def test_a_list_takes_as_many_queries_for_20_tokens_as_for_one(admin, django_assert_num_queries):
    make_token("monitor")
    admin.get(LIST)
    with CaptureQueriesContext(connection) as one:
        admin.get(LIST)
    for _ in range(19):
        make_token("monitor")
    with django_assert_num_queries(len(one)):
        admin.get(LIST)
