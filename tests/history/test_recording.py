"""Who wrote, why and for which request is kept with each change."""

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from ceasefires.models import Party, Version
from ceasefires.recording import recorded
from tests import factories as make
from tests.admin.conftest import monitor, static_root  # noqa: F401

from .kept import mark, since

pytestmark = pytest.mark.django_db


def written():
    last = Version.objects.latest("id")
    return last.editor, last.reason, last.request_id


def test_what_is_given_is_kept_until_the_end_and_not_beyond():
    with recorded(editor=7, reason="A slip.", request_id="r1"):
        make.make_party()
        assert written() == (7, "A slip.", "r1")
        with recorded(reason="Another."):
            make.make_party()
            assert written() == (None, "Another.", "")
        make.make_party()
        assert written() == (7, "A slip.", "r1")
    make.make_party()
    assert written() == (None, "", "")


def test_what_fails_inside_leaves_the_rest_as_it_was():
    with recorded(editor=7):
        with pytest.raises(RuntimeError), recorded(editor=8):
            raise RuntimeError
        make.make_party()
        assert written()[0] == 7


@pytest.mark.django_db(transaction=True)
def test_nothing_outlasts_its_transaction():
    with recorded(editor=7):
        make.make_party()
    with transaction.atomic():
        make.make_party()
    assert written() == (None, "", "")


def test_every_way_of_writing_in_the_admin_names_its_editor(monitor):  # noqa: F811
    user = get_user_model().objects.get()
    start = mark()
    client = monitor.client
    form = {"slug": "a", "name": "A", "kind": "state"}
    assert client.post("/admin/ceasefires/party/add/", form).status_code == 302
    party = Party.objects.get()
    change = f"/admin/ceasefires/party/{party.pk}"
    assert client.post(f"{change}/change/", form | {"name": "B"}).status_code == 302
    confirmed = {"post": "yes", "reason": "Logged twice."}
    assert client.post(f"{change}/delete/", confirmed).status_code == 302
    assert [each.action for each in since(start)] == ["created", "updated", "deleted"]
    assert {each.editor for each in since(start)} == {user.pk}
    assert len({each.request_id for each in since(start)}) == 3


def test_actions_in_the_admin_name_their_editor(monitor):  # noqa: F811
    acts = [make.make_violation(), make.make_violation()]
    start = mark()
    chosen = {"action": "mark_verified", "_selected_action": [str(each.pk) for each in acts]}
    monitor.client.post("/admin/ceasefires/violation/", chosen)
    deleted = {"action": "delete_selected", "_selected_action": [str(acts[0].pk)]}
    confirmed = {"post": "yes", "reason": "Logged twice."}
    monitor.client.post("/admin/ceasefires/violation/", deleted | confirmed)
    assert [each.action for each in since(start)] == ["updated", "updated", "deleted"]
    assert {each.editor for each in since(start)} == {get_user_model().objects.get().pk}
