"""Of those who change the same thing at once, one does; the others are told to read again."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.api.bodies import act, claim
from tests.factories import make_ceasefire

from .blocks import holding, waiting
from .sender import at_once

ROUNDS = 20
CHANGE, REMOVE = (
    "UPDATE ceasefires_violation SET place_name = 'Ashkelon' WHERE id = %s",
    "DELETE FROM ceasefires_violation WHERE id = %s",
)


@pytest.fixture
def editor(user):
    return user()


@pytest.fixture
def logged(editor):
    return editor.log(act()).json()


@pytest.fixture
def path(logged):
    return f"violations/{logged['id']}/"


def statuses(answers):
    return sorted(each.status_code for each in answers)


def test_a_change_by_another_makes_an_etag_stale(user, editor, path):
    read = editor.tag(path)
    user().change("PATCH", path, {"place_name": "Ashkelon"})
    for method, body in (("PATCH", {"place_name": "Sderot"}), ("DELETE", {"reason": "Twice."})):
        assert editor.send(method, path, body, If_Match=read).status_code == 412
    assert editor.send("GET", path).json()["place_name"] == "Ashkelon"


def test_of_two_who_change_the_same_at_once_one_does(user, path):
    users = {"Sderot": user(), "Ashkelon": user()}
    for turn in range(ROUNDS):
        read = users["Sderot"].tag(path)
        change = {
            place: partial(
                each.send, "PATCH", path, {"place_name": f"{place} {turn}"}, If_Match=read
            )
            for place, each in users.items()
        }
        answers = at_once(*change.values())
        assert statuses(answers) == [200, 412]
        [done] = [each for each in answers if each.status_code == 200]
        assert users["Sderot"].send("GET", path).content == done.content


def test_of_one_who_changes_and_one_who_withdraws_at_once_one_does(editor):
    for _ in range(ROUNDS):
        path = f"violations/{editor.log(act()).json()['id']}/"
        read = editor.tag(path)
        change = partial(editor.send, "PATCH", path, {"place_name": "Sderot"}, If_Match=read)
        withdraw = partial(editor.send, "DELETE", path, {"reason": "Twice."}, If_Match=read)
        assert statuses(at_once(change, withdraw)) in ([200, 412], [204, 404])


def test_of_many_who_withdraw_at_once_one_does(editor, path):
    read = editor.tag(path)
    withdraw = partial(editor.send, "DELETE", path, {"reason": "Twice."}, If_Match=read)
    assert statuses(at_once(*[withdraw] * 10)) == [204, *[404] * 9]


@pytest.mark.parametrize(
    ("sql", "ended", "status"),
    [
        (CHANGE, "commit", 412),
        (CHANGE, "rollback", 200),
        (REMOVE, "commit", 404),
        (REMOVE, "rollback", 200),
    ],
)
def test_a_change_waits_for_another_and_sees_what_came_of_it(
    editor, logged, path, sql, ended, status
):
    read = editor.tag(path)
    with ThreadPoolExecutor() as pool, holding(sql, [logged["id"]]) as other:
        changed = pool.submit(editor.send, "PATCH", path, {"place_name": "Sderot"}, If_Match=read)
        waiting()
        getattr(other, ended)()
        assert changed.result().status_code == status
    if (sql, ended) == (REMOVE, "commit"):
        editor.ledger.withdrawn.append(logged["id"])


def test_a_report_added_meanwhile_makes_the_etag_of_its_act_stale(editor, logged, path):
    for turn in range(ROUNDS):
        read, told = editor.tag(path), claim(violation=logged["id"], killed={"best": turn})
        report = partial(editor.send, "POST", "reports/", told)
        body = {"place_name": f"Sderot {turn}"}
        change = partial(editor.send, "PATCH", path, body, If_Match=read)
        reported, changed = at_once(report, change)
        assert reported.status_code == 201 and changed.status_code in (200, 412)
        assert editor.tag(path) != read


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("violations/", lambda: act()),
        ("violations/bulk/", lambda: [act()]),
        ("assessments/", lambda: claim(ceasefire=make_ceasefire().slug, assessed="holding")),
    ],
)
def test_what_is_removed_while_something_is_written_of_it_makes_a_conflict(editor, path, body):
    sent = body()
    remove = "DELETE FROM ceasefires_ceasefire"
    with ThreadPoolExecutor() as pool, holding(remove) as other:
        written = pool.submit(editor.send, "POST", path, sent)
        waiting()
        other.commit()
        answer = written.result()
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.json()["detail"]
