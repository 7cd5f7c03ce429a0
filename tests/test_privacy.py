"""Who logged, edited, checked or deleted a record is in no answer but those for editors.

Extend ``write`` with another way of writing, ``PAGES`` and ``variants`` with other answers; what
stands in the table of roles is asked for already.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ceasefires.models import Ceasefire, Party, Report, Token, Version, Violation
from ceasefires.recording import recorded
from tests import factories as make
from tests.admin.conftest import static_root  # noqa: F401
from tests.admin.pages import Pages
from tests.admin.test_ownership import act
from tests.api.contract import BASE
from tests.api.role_table import TABLE
from tests.api.test_query_counts import add_everything
from tests.interchange.awkward import contents, exported
from tests.people import bearing, make_user

pytestmark = pytest.mark.django_db(transaction=True)

# Each username, in whose likeness the other names are made; nothing else contains these words.
ROLES = {
    "mnemosyne": "monitor",
    "polyhymnia": "editor",
    "terpsichore": "admin",
    "melpomene": "",
    "euterpe": "editor",
    "calliope": "editor",
}
REQUEST = "thalia-0001"
PRIVATE = [*ROLES, REQUEST]
WHY = "Said for a public reason."
PAGES = ["/", "/docs/", "/healthz", "/readyz", "/admin/", "/admin/login/", f"{BASE}nothing/"]


class Asked(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]


def person(username: str) -> User:
    names = {"first_name": f"{username} the first", "last_name": f"Mc{username}"}
    return make_user(
        ROLES[username], username=username, email=f"{username}@{username}.test", **names
    )


def entered(user: User) -> Pages:
    client = Client(headers={"X-Request-ID": REQUEST})
    client.force_login(user)
    return Pages(client)


def logged(pages: Pages, truce: Ceasefire, **given: Any) -> Violation:
    pages.add(Violation, **act(truce, **given))
    return Violation.objects.latest("id")


def write(people: dict[str, User]) -> None:
    """Everything there is, and every way of writing it, each by somebody."""
    with recorded(editor=people["terpsichore"].pk, reason=WHY, request_id=REQUEST):
        add_everything(1)
        Party.objects.update(name="Another")
        make.make_party().delete()
    truce = Ceasefire.objects.get()
    monitor, editor = entered(people["mnemosyne"]), entered(people["polyhymnia"])
    amended, checked, *deleted = [logged(monitor, truce) for _ in range(5)]
    monitor.change(amended, place_name="Rafah", reason=WHY)
    editor.act("mark_verified", checked, reason=WHY)
    editor.change(truce, name="Another", reason=WHY)
    confirmed = {"post": "yes", "reason": WHY}
    editor.client.post(editor.url(Violation, "delete", deleted[0].pk), confirmed)
    editor.act("delete_selected", *deleted[1:], **confirmed)


@pytest.fixture
def people() -> dict[str, User]:
    """Those who have written, and whose names are looked for."""
    people = {username: person(username) for username in ROLES}
    write(people)
    assert set(Version.objects.exclude(editor=None).values_list("editor", flat=True)) == {
        people[each].pk for each in ("mnemosyne", "polyhymnia", "terpsichore")
    }
    until = monotonic() + 20
    while last_in_the_feed() != Version.objects.latest("id").object and monotonic() < until:
        sleep(0.02)
    return people


def last_in_the_feed() -> str:
    return Client().get(f"{BASE}changes/?limit=1000").json()["results"][-1]["id"]


def addresses(path: str) -> list[str]:
    """A row of the table of roles for every object that is there, or was."""
    if "{" not in path:
        return [BASE + path]
    versions = Version.objects.filter(resource=path.split("/")[0])
    named = sorted(set(versions.values_list("object", flat=True)))
    return [BASE + path.replace("{slug}", each).replace("{id}", each) for each in named]


def variants(path: str, address: str) -> Iterator[Asked]:
    """What else can be asked at an address: other times, pages, and what is refused."""
    sign = "&" if "?" in address else "?"
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    for query in (f"as_recorded_at={now}", "limit=1", "at=2014-08-06T12:00:00Z", "nonsense=1"):
        yield Asked("GET", f"{address}{sign}{query}", {})
    for header in ({"Accept": "text/csv"}, {"If-Match": '"x"'}, {"If-None-Match": "*"}):
        yield Asked("GET", address, header)
    for method in {*TABLE[path]} - {"GET"}:
        yield Asked(method, address, {})


def everything() -> Iterator[Asked]:
    for path in PAGES:
        yield Asked("GET", path, {})
    for path in TABLE:
        first, *others = addresses(path)
        yield from variants(path, first)
        for address in (first, *others):
            yield Asked("GET", address, {})


class Answer(NamedTuple):
    asked: Asked
    status: int
    text: str


def answer(asked: Asked, token: str | None = None) -> Answer:
    """With all that is sent, in one text."""
    response = Client(raise_request_exception=False).generic(
        asked.method, asked.path, headers=asked.headers | bearing(token)
    )
    head = f"{response.reason_phrase} {dict(response.headers)} {response.cookies}"
    return Answer(asked, response.status_code, f"{head} {response.getvalue().decode()}")


def token_of(user: User, **given: Any) -> str:
    return Token.objects.create(user, **{"expiry": timedelta(days=1)} | given)[1]


def leaks(answers: list[Answer]) -> list[tuple[Asked, str]]:
    return [(each.asked, word) for each in answers for word in PRIVATE if word in each.text.lower()]


@pytest.mark.parametrize("reader", [None, "melpomene", "mnemosyne"], ids=["anyone", "", "monitor"])
def test_no_answer_names_who_wrote(people: dict[str, User], reader: str | None) -> None:
    token = token_of(people[reader]) if reader else None
    answers = [answer(each, token) for each in everything()]
    assert leaks(answers) == []
    statuses = {each.status for each in answers}
    assert {200, 204, 304, 400, 404, 405, 406, 412} <= statuses and max(statuses) < 500
    told = {each.asked.path for each in answers if WHY in each.text}
    assert f"{BASE}changes/" in told and len([each for each in told if "history" in each]) > 14


def test_no_export_names_who_wrote_or_why(people: dict[str, User], tmp_path: Path) -> None:
    exported(tmp_path / "there")
    written = " ".join(text.decode().lower() for text in contents(tmp_path / "there").values())
    assert [word for word in [*PRIVATE, WHY.lower()] if word in written] == []
    assert str(Violation.objects.first().pk) in written


def test_no_refusal_names_whose_token_it_is(people: dict[str, User]) -> None:
    expired = token_of(people["euterpe"], expiry=timedelta(0))
    revoked = token_of(people["polyhymnia"])
    Token.objects.filter(token_key=revoked[:15]).delete()
    deactivated = token_of(people["calliope"])
    User.objects.filter(username="calliope").update(is_active=False)
    asked = [each for each in everything() if each.path.startswith(BASE)]
    for token in (expired, revoked, deactivated, "mistaken"):
        answers = [answer(each, token) for each in asked]
        assert leaks(answers) == []
        assert {each.status for each in answers} <= {401, 404, 406}


def test_what_is_looked_for_is_there_to_be_found_by_editors(people: dict[str, User]) -> None:
    """Else the other tests would hold of anything."""
    truce, report = Ceasefire.objects.get(), Report.objects.latest("id")
    token = token_of(people["calliope"])
    found = " ".join(
        answer(Asked("GET", f"{BASE}{path}/history/", {}), token).text
        for path in (f"ceasefires/{truce.slug}", f"reports/{report.pk}")
    )
    assert {word for word in PRIVATE if word in found} == {
        "mnemosyne",
        "polyhymnia",
        "terpsichore",
        REQUEST,
    }
