"""What each role gets at each endpoint by each method; an endpoint that is not here fails a test.

A row says for a method what everyone gets whose token holds (or who has none); where roles differ,
it names them. A token that does not hold is refused before anything else is looked at.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.people import make_expired_token, make_revoked_token, make_token

Statuses = int | dict[str, int]

BEARERS: dict[str, Callable[[], str | None]] = {
    "anonymous": lambda: None,
    "monitor": lambda: make_token("monitor"),
    "editor": lambda: make_token("editor"),
    "admin": lambda: make_token("admin"),
    "no role": lambda: make_token(),
    "expired": lambda: make_expired_token("admin"),
    "revoked": lambda: make_revoked_token("admin"),
    "deactivated": lambda: make_token("admin", is_active=False),
    "invented": lambda: "truce_0123456789abcdef",
}
REFUSED = {"expired", "revoked", "deactivated", "invented"}

READ: dict[str, Statuses] = {"GET": 200, "HEAD": 200, "OPTIONS": 204}
NO_WRITES: dict[str, Statuses] = dict.fromkeys(["POST", "PUT", "PATCH", "DELETE"], 405)
READ_ONLY = READ | NO_WRITES
READ_ELSEWHERE: dict[str, Statuses] = READ_ONLY | {"GET": 307, "HEAD": 307}
CLAIMS = ["reports", "assessments", "amendments", "codings", "terms", "demands", "statements"]
SLUGGED = ["ceasefires", "conflicts", "negotiation-rounds", "parties", "sources"]

TABLE: dict[str, dict[str, Statuses]] = {
    "": READ_ONLY,
    "schema/": READ_ONLY,
    "vocabularies/": READ_ONLY,
    "violations/summary/?group_by=kind": READ_ONLY,
    "ceasefires/{slug}/state/": READ_ONLY,
    "ceasefires/{slug}/timeline/": READ_ONLY,
    "changes/": READ_ONLY,
    "changes/stream/": READ_ELSEWHERE,
    "changes.atom": READ_ONLY,
    **{f"{resource}/": READ_ONLY for resource in [*SLUGGED, "violations", *CLAIMS, "tolls"]},
    **{f"{resource}/{{slug}}/": READ_ONLY for resource in SLUGGED},
    **{f"{resource}/{{id}}/": READ_ONLY for resource in ["violations", *CLAIMS, "tolls"]},
    **{f"{resource}/{{slug}}/history/": READ_ONLY for resource in SLUGGED},
    **{f"{resource}/{{id}}/history/": READ_ONLY for resource in ["violations", *CLAIMS, "tolls"]},
}


class Cell(NamedTuple):
    method: str
    bearer: str
    status: int


def cells(path: str) -> Iterator[Cell]:
    for method, statuses in TABLE[path].items():
        for bearer in BEARERS:
            held = statuses if isinstance(statuses, int) else statuses[bearer]
            yield Cell(method, bearer, 401 if bearer in REFUSED else held)
