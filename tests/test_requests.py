"""Headers that Django reads before any handler of errors is in place."""

import pytest
from django.test import RequestFactory

from tracker.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)


def answer(path: str, **headers: str) -> tuple[str, bytes]:
    """Status line and body of what the WSGI application answers, without a test client."""
    environ = RequestFactory(SERVER_NAME="localhost").get(path).environ | headers
    started: list[str] = []
    body = application(environ, lambda status, headers: started.append(status))
    return started[0], b"".join(body)


@pytest.mark.parametrize("parameter", ["x*=bogus''x", "x*=idna''%FF", "charset*=undefined''%41"])
def test_a_content_type_in_no_known_encoding_is_taken_as_none(parameter) -> None:
    status, body = answer("/api/v1/parties/", CONTENT_TYPE=f"a/b; {parameter}")
    assert status == "200 OK"
    assert b"results" in body


def test_a_cookie_that_holds_a_nul_is_left_out() -> None:
    status, _ = answer("/admin/login/", HTTP_COOKIE='sessionid="\\000aaaaaaaaaaaaaa"')
    assert status == "200 OK"
