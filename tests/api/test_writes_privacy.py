"""Who writes is in no answer to a write, nor in what others then read of it."""

import pytest

from .bodies import RESOURCES
from .writer import Writer

pytestmark = pytest.mark.django_db
NAME = "polyhymnia"


@pytest.mark.parametrize("resource", RESOURCES)
def test_no_answer_to_a_write_names_who_wrote(api, resource):
    named = {"first_name": f"The {NAME}", "last_name": f"Mc{NAME}", "email": f"{NAME}@x.test"}
    editor = Writer("editor", username=NAME, **named)
    written = RESOURCES[resource]
    body = written.body()
    made = [editor.send("POST", f"{resource}/", body, Idempotency_Key="k") for _ in range(2)]
    path = made[0]["Location"].removeprefix("http://testserver/api/v1/")
    answers = [
        *made,
        editor.send("POST", f"{resource}/", {"nonsense": 1}),
        editor.send("POST", f"{resource}/", body, Idempotency_Key="a key\x00"),
        editor.send("PATCH", path, written.change),
        editor.send("PATCH", path, written.change, If_Match='"stale"'),
        editor.change("PATCH", f"{path}?reason=Why", written.change),
        editor.withdraw(path),
        *(api.get(each) for each in (path, f"{path}history/", "changes/", "changes.atom")),
    ]
    statuses = [201, 201, 422, 400, 428, 412, 200, 204, 404, 200, 200, 200]
    assert [each.status_code for each in answers] == statuses
    for answer in answers:
        assert NAME not in f"{answer.headers} {answer.content.decode()}".lower()
