"""What the writes of every resource share: created, changed and withdrawn as they read."""

import pytest

from ceasefires.models import Version
from tests import factories

from .bodies import RESOURCES
from .writer import Writer

pytestmark = pytest.mark.django_db
each_resource = pytest.mark.parametrize("resource", RESOURCES)


@pytest.fixture
def editor():
    return Writer()


def own_path(shown):
    return shown["url"].removeprefix("http://testserver/api/v1/")


def made(editor, resource):
    shown = editor.create(f"{resource}/", RESOURCES[resource].body())
    return shown, own_path(shown)


@each_resource
def test_what_is_created_reads_as_it_was_answered(editor, resource):
    response = editor.send("POST", f"{resource}/", RESOURCES[resource].body())
    assert response.status_code == 201, response.content
    read = editor.get(response["Location"])
    assert (read.content, read["ETag"]) == (response.content, response["ETag"])
    assert response["Cache-Control"] == "no-store"


@each_resource
def test_what_was_given_is_what_is_shown(editor, resource):
    body = RESOURCES[resource].body()
    shown = editor.create(f"{resource}/", body)
    for name, value in body.items():
        assert says(shown[name], value), (name, shown[name], value)


def says(shown, given):
    """Whether what is shown holds what was given: a slug for a leaf, some of its members."""
    if isinstance(given, dict):
        return all(
            says(shown["at" if n == "local" else n], v) for n, v in given.items() if n != "local"
        )
    if isinstance(given, list):
        return len(given) == len(shown) and all(map(says, shown, given))
    if isinstance(shown, dict):
        return given in (shown.get("slug"), shown.get("id"))
    return shown == given


@each_resource
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_what_was_read_can_be_written_back_and_changes_nothing(editor, resource, method):
    shown, path = made(editor, resource)
    versions = Version.objects.count()
    response = editor.change(method, path, editor.body(path))
    assert response.status_code == 200, response.content
    assert response.json() == shown
    assert Version.objects.count() == versions


@each_resource
def test_what_was_read_makes_another_like_it(editor, resource):
    shown, _path = made(editor, resource)
    again = shown | {"identifiers": {}} if "identifiers" in shown else dict(shown)
    if "slug" in shown:
        again["slug"] = "another"
    copied = editor.create(f"{resource}/", again)
    own = {"id", "slug", "url", "updated", "identifiers", "state", "reports"}
    assert {k: v for k, v in copied.items() if k not in own} == {
        k: v for k, v in shown.items() if k not in own
    }


@each_resource
def test_a_field_is_amended_and_the_others_stay(editor, resource):
    before, path = made(editor, resource)
    change = RESOURCES[resource].change
    after = editor.amend(path, change)
    assert all(says(after[name], value) for name, value in change.items())
    left = set(before) - set(change) - {"updated", "state"}
    assert {name: after[name] for name in left} == {name: before[name] for name in left}
    assert editor.body(path) == after


@each_resource
def test_to_replace_an_object_takes_all_of_it(editor, resource):
    shown, path = made(editor, resource)
    change = RESOURCES[resource].change
    assert editor.change("PUT", path, shown | change).status_code == 200
    told = editor.objections("PUT", path, change)
    missing = {pointer for pointer, code in told if code == "required"}
    assert missing and not missing & {f"#/{name}" for name in change}


@each_resource
def test_what_is_withdrawn_leaves_the_lists_and_stays_in_history(editor, resource):
    _shown, path = made(editor, resource)
    response = editor.withdraw(path, "It was logged twice.")
    assert (response.status_code, response.content) == (204, b"")
    assert editor.get(path).status_code == 404
    assert path not in str(editor.rows(f"{resource}/"))
    last = editor.rows(f"{path}history/")[-1]
    assert (last["action"], last["reason"]) == ("deleted", "It was logged twice.")


@each_resource
def test_a_change_bears_its_reason_in_the_history(editor, resource):
    _shown, path = made(editor, resource)
    editor.change("PATCH", f"{path}?reason=A+correction.", RESOURCES[resource].change)
    assert editor.rows(f"{path}history/")[-1]["reason"] == "A correction."


@each_resource
def test_who_wrote_and_in_which_request_is_kept_beside_every_version(editor, resource):
    before = Version.objects.count()
    response = editor.send("POST", f"{resource}/", RESOURCES[resource].body(), X_Request_ID="r-1")
    assert response["X-Request-ID"] == "r-1"
    kept = Version.objects.filter(request_id="r-1")
    assert kept.count() >= 1 and Version.objects.count() > before
    assert kept.filter(editor=None).count() == 0


@each_resource
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_without_if_match_nothing_is_changed(editor, resource, method):
    shown, path = made(editor, resource)
    body = {"reason": "x"} if method == "DELETE" else shown | RESOURCES[resource].change
    assert editor.send(method, path, body).status_code == 428
    for stale in ('"0"', f"W/{editor.tag(path)}", "nonsense"):
        assert editor.send(method, path, body, If_Match=stale).status_code == 412
    assert editor.body(path) == shown


@each_resource
def test_a_dry_run_answers_as_if_and_changes_nothing(editor, resource):
    shown, path = made(editor, resource)
    again = RESOURCES[resource].body()
    versions = Version.objects.count()
    if "slug" in again:
        again |= {"slug": "another", "identifiers": {}} if "identifiers" in again else {"slug": "b"}
    tried = editor.send("POST", f"{resource}/?dry_run=true", again)
    assert (tried.status_code, "Location" in tried) == (200, False)
    assert all(says(tried.json()[name], value) for name, value in again.items())
    change = RESOURCES[resource].change
    assert says(editor.change("PATCH", f"{path}?dry_run=true", change).json(), change)
    assert editor.change("DELETE", f"{path}?dry_run=true", {"reason": "x"}).status_code == 204
    assert editor.body(path) == shown
    assert Version.objects.count() == versions


@each_resource
def test_every_missing_field_is_named_at_once(editor, resource):
    body = RESOURCES[resource].body()
    told = editor.objections("POST", f"{resource}/", {"nonsense": 1})
    assert ("#/nonsense", "unknown") in told
    required = {pointer.removeprefix("#/") for pointer, code in told if code == "required"}
    assert required and required <= set(body)
    for name in required:
        refused = editor.objections("POST", f"{resource}/", body | {name: None})
        assert {pointer for pointer, _code in refused} == {f"#/{name}"}


@each_resource
@pytest.mark.parametrize("body", [None, [], "text", 1, True, [{}]])
def test_a_body_that_is_no_object_is_refused(editor, resource, body):
    assert editor.objections("POST", f"{resource}/", body) == {("#", "not_an_object")}


def test_a_slug_is_taken_once_and_never_changes(editor):
    party = factories.make_party()
    body = {"slug": party.slug, "name": "Another", "kind": "nonsense"}
    assert editor.objections("POST", "parties/", body) == {
        ("#/slug", "unique"),
        ("#/kind", "unknown_value"),
    }
    told = editor.objections("PATCH", f"parties/{party.slug}/", {"slug": "b", "kind": "x"})
    assert told == {("#/slug", "fixed"), ("#/kind", "unknown_value")}


def test_what_others_rest_on_is_not_withdrawn(editor):
    act = factories.make_violation()
    response = editor.withdraw(f"ceasefires/{act.ceasefire.slug}/")
    assert response.status_code == 409
    assert "Withdraw first what rests on it" in response.json()["detail"]
