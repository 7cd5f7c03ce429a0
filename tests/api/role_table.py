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


def allowed(*roles: str, otherwise: int) -> dict[str, int]:
    """Who may gets as far as being told what is missing."""
    nobody = {"anonymous": 401, "monitor": 403, "editor": 403, "admin": 403, "no role": 403}
    return nobody | dict.fromkeys(roles, otherwise)


READ: dict[str, Statuses] = {"GET": 200, "HEAD": 200, "OPTIONS": 204}
NO_WRITES: dict[str, Statuses] = dict.fromkeys(["POST", "PUT", "PATCH", "DELETE"], 405)
READ_ONLY = READ | NO_WRITES
ALL, EDITORS = ("monitor", "editor", "admin"), ("editor", "admin")
# Without a body, and without If-Match, whoever may is told so: 422 and 428.
LIST = READ_ONLY | {"POST": allowed(*EDITORS, otherwise=422)}
OBJECT = READ_ONLY | dict.fromkeys(["PUT", "PATCH"], allowed(*EDITORS, otherwise=428))
OBJECT |= {"DELETE": allowed(*EDITORS, otherwise=422)}
LOGGED_LIST = LIST | {"POST": allowed(*ALL, otherwise=422)}
NO_READ = NO_WRITES | dict.fromkeys(["GET", "HEAD"], 405) | {"OPTIONS": 204}
BULK = NO_READ | {"POST": allowed(*ALL, otherwise=422)}
VERB = NO_READ | {"POST": allowed(*EDITORS, otherwise=422)}

CLAIMS = ["assessments", "amendments", "codings", "terms", "demands", "statements", "tolls"]
LOGGED = ["violations", "reports"]
READ_ELSEWHERE: dict[str, Statuses] = READ_ONLY | {"GET": 307, "HEAD": 307}
SLUGGED = ["ceasefires", "conflicts", "negotiation-rounds", "parties", "sources"]

TABLE: dict[str, dict[str, Statuses]] = {
    "": READ_ONLY,
    "schema/": READ_ONLY,
    "vocabularies/": READ_ONLY,
    "violations/summary/?group_by=kind": READ_ONLY,
    "violations/bulk/": BULK,
    "violations/comparison/": READ_ONLY,
    "violations/{id}/comparison/": READ_ONLY,
    "tolls/comparison/": READ_ONLY,
    "ceasefires/{slug}/comparison/": READ_ONLY,
    "ceasefires/{slug}/state/": READ_ONLY,
    "ceasefires/{slug}/timeline/": READ_ONLY,
    "ceasefires/{slug}/precedents/": READ_ONLY,
    "ceasefires/{slug}/calendar.ics": READ_ONLY,
    "calendar.ics": READ_ONLY,
    "ceasefires/{slug}/end/": VERB,
    "ceasefires/{slug}/supersede/": VERB,
    "changes/": READ_ONLY,
    "changes/stream/": READ_ELSEWHERE,
    "changes.atom": READ_ONLY,
    **{f"{resource}/": LIST for resource in [*SLUGGED, *CLAIMS]},
    **{f"{resource}/": LOGGED_LIST for resource in LOGGED},
    **{f"{resource}/{{slug}}/": OBJECT for resource in SLUGGED},
    # Of what another logged, a monitor changes nothing.
    **{f"{resource}/{{id}}/": OBJECT for resource in [*CLAIMS, *LOGGED]},
    **{f"{resource}/{{slug}}/history/": READ_ONLY for resource in SLUGGED},
    **{f"{resource}/{{id}}/history/": READ_ONLY for resource in [*CLAIMS, *LOGGED]},
}


class Cell(NamedTuple):
    method: str
    bearer: str
    status: int


def cells(path: str) -> Iterator[Cell]:
    for method, statuses in TABLE[path].items():
        for bearer in BEARERS:
            held = statuses if isinstance(statuses, int) else statuses.get(bearer, 401)
            yield Cell(method, bearer, 401 if bearer in REFUSED else held)
