"""What the server acknowledged, held against what the database holds."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import F
from django.utils.timezone import now

from ceasefires.api.idempotency import KEPT
from ceasefires.models import Answer, Authorship, Report, Version, Violation

from .wire import Got

LOGGED = ("violations", "reports")


class Key(NamedTuple):
    """An Idempotency-Key, which is one user's."""

    user: int
    text: str


class Ledger:
    """Everything that is written of acts and reports over the API has to be noted here."""

    def __init__(self) -> None:
        self.first: list[bytes] = []
        self.keyed: defaultdict[Key, set[tuple[int, bytes]]] = defaultdict(set)
        self.requests: list[str] = []
        self.withdrawn: list[str] = []

    def note(self, method: str, path: str, answer: Got, key: Key | None) -> None:
        """A success; one that repeats an earlier answer tells of nothing new."""
        if key:
            self.keyed[key].add((answer.status_code, answer.content))
        if "Idempotency-Replayed" in answer:
            return
        self.requests.append(answer["X-Request-ID"])
        resource, identifier = path.split("/")[:2]
        if resource in LOGGED and method == "DELETE":
            self.withdrawn.append(identifier)
        elif resource in LOGGED and answer.status_code == 201 and not key:
            self.first.append(answer.content)

    def a_day_passes(self) -> None:
        """Every key is as good as new."""
        Answer.objects.update(at=F("at") - KEPT - timedelta(seconds=1))
        self.first += [body for kept in self.keyed.values() for _status, body in kept]
        self.keyed.clear()

    def compare(self) -> None:
        """Nothing is lost, nothing is there twice, and nothing that was not acknowledged."""
        for key, answers in self.keyed.items():
            assert len(answers) == 1, f"{key} got {len(answers)} different answers"
        made = sorted(self.made())
        assert len(set(made)) == len(made), "something was acknowledged as new twice"
        stands = sorted(set(made) - set(self.withdrawn))
        assert stored() == authored() == stands
        assert recorded("created") == made and recorded("deleted") == sorted(self.withdrawn)
        assert requests() == sorted(self.requests)
        self._compare_kept()

    def made(self) -> Iterator[str]:
        """The acts and reports that were acknowledged as new."""
        bodies = [body for kept in self.keyed.values() for status, body in kept if status == 201]
        for body in [*self.first, *bodies]:
            shown = json.loads(body)
            for each in shown.get("results", [shown]):
                yield from (each["id"], *(report["id"] for report in each.get("reports", [])))

    def _compare_kept(self) -> None:
        """Answers go with their user, and sooner or later with the day."""
        users = set(User.objects.values_list("pk", flat=True))
        kept = {
            Key(each.user_id, each.key): {(each.status, bytes(each.body))}
            for each in Answer.objects.filter(at__gt=now() - KEPT)
        }
        assert kept == {key: value for key, value in self.keyed.items() if key.user in users}


def stored() -> list[str]:
    rows: list[Any] = [*Violation.objects.values_list("pk"), *Report.objects.values_list("pk")]
    return sorted(str(pk) for (pk,) in rows)


def authored() -> list[str]:
    rows = Authorship.objects.values_list("violation_id", "report_id")
    return sorted(str(act or report) for act, report in rows)


def recorded(action: str) -> list[str]:
    rows = Version.objects.filter(resource__in=LOGGED, action=action, part="")
    return sorted(rows.values_list("object", flat=True))


def requests() -> list[str]:
    """The requests that left something in the history, once each."""
    named = Version.objects.exclude(request_id="").values_list("request_id", flat=True)
    return sorted(set(named))
