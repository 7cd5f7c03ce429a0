"""Tokens: what is taken, what is refused and how, what it costs, and what is stored of them."""

import hashlib

import pytest

from ceasefires.models import Token
from tests.people import bearing, make_expired_token, make_revoked_token, make_token

MALFORMED = [
    "",
    "Bearer",
    "Bearer ",
    "Bearer a b",
    "Token abc",
    "Basic YTpi",
    "Bearer é",
    "bearer,",
]


@pytest.mark.parametrize("given", [*MALFORMED, "Bearer a\x00b", f"Bearer {'a' * 201}"])
def test_a_header_that_is_no_token_is_refused_with_what_to_give(api, given):
    response = api.get("parties/", headers={"Authorization": given})
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="ceasefires", error="invalid_token"'
    assert "Authorization: Bearer <token>" in response.json()["detail"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: make_expired_token("editor"), "has expired"),
        (lambda: make_revoked_token("editor"), "revoked"),
        (lambda: make_token("editor")[:-1], "never issued"),
        (lambda: make_token("editor").upper(), "never issued"),
        (lambda: make_token("editor", is_active=False), "deactivated"),
    ],
)
def test_a_token_that_does_not_hold_is_refused_with_the_reason(api, make, said):
    response = api.get("parties/", headers=bearing(make()))
    assert response.status_code == 401
    assert said in response.json()["detail"]
    assert "Cache-Control" not in response and "ETag" not in response


def test_the_scheme_may_be_written_in_any_case(api):
    headers = {"Authorization": f"bEARER  {make_token('monitor')}"}
    assert api.get("parties/", headers=headers).status_code == 200


def test_anyone_asks_without_a_query_for_who_they_are(api, django_assert_num_queries):
    with django_assert_num_queries(0):
        api.get("vocabularies/")


def test_a_token_costs_one_query(api, django_assert_num_queries):
    token = make_token("editor")
    with django_assert_num_queries(1):
        api.get("vocabularies/", headers=bearing(token))


def test_refusing_an_expired_token_writes_nothing(api):
    token = make_expired_token("editor")
    api.get("parties/", headers=bearing(token))
    assert Token.objects.count() == 1


def asked(api, token, address):
    return api.get("parties/", headers=bearing(token), REMOTE_ADDR=address).status_code


def test_an_address_is_told_to_wait_after_so_many_tokens_that_do_not_hold(api, settings):
    settings.TOKEN_FAILURES = 3
    tried = [asked(api, f"truce_{number}", "192.0.2.1") for number in range(5)]
    assert tried == [401, 401, 401, 429, 429]
    response = api.get("parties/", headers=bearing("truce_9"), REMOTE_ADDR="192.0.2.1")
    assert 0 < int(response["Retry-After"]) <= 61 and "did not hold" in response.json()["detail"]


def test_a_token_that_holds_is_taken_even_then_and_so_is_nobody(api, settings):
    settings.TOKEN_FAILURES = 0
    assert asked(api, "truce_0", "192.0.2.2") == 429
    assert asked(api, make_token("monitor"), "192.0.2.2") == 200
    assert asked(api, None, "192.0.2.2") == 200


def test_another_address_is_not_told_to_wait_nor_is_a_socket_without_one(api, settings):
    settings.TOKEN_FAILURES = 1
    for _ in range(2):
        asked(api, "truce_0", "192.0.2.3")
    assert asked(api, "truce_0", "192.0.2.4") == 401
    assert [asked(api, "truce_0", "") for _ in range(2)] == [401, 401]


def test_a_session_of_the_admin_is_no_authentication(api, admin_user):
    api.force_login(admin_user)
    response = api.get("parties/")
    assert response.status_code == 200
    assert "Cookie" not in response.get("Vary", "")


def test_only_a_digest_and_how_it_begins_are_stored(db):
    text = make_token("editor")
    [stored] = Token.objects.values()
    assert text.startswith("truce_") and len(text) == 70
    assert stored["digest"] == hashlib.sha512(text.encode()).hexdigest()
    assert stored["token_key"] == text[:15]
    assert not [name for name, value in stored.items() if text in str(value)]


def test_the_document_tells_of_tokens_and_that_reading_needs_none(api):
    document = api.body("schema/")
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            free = [{}] if method == "get" else []
            assert operation["security"] == [{"bearer": []}, *free], path
