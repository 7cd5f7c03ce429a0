"""The index, the vocabularies, health, and what is not there."""

from collections.abc import Callable
from functools import cache, wraps
from ipaddress import ip_address
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from ceasefires.api.fields.references import BASE
from ceasefires.api.pagination import COUNT, CURSOR, LIMIT, page_schema
from ceasefires.api.pairs import PairPage
from ceasefires.api.problems import plain_response
from ceasefires.choices import VOCABULARIES
from ceasefires.lasting import ENTITIES_ALONE
from tracker.pagecache.metrics import CONTENT_TYPE, exposed

from .base import ReadView

URI = {"type": "string", "format": "uri"}
TEXT = {"type": "string"}
INDEX_SCHEMA = {
    "title": "Index",
    "type": "object",
    "required": ["resources", "data_version", "docs", "schema"],
    "additionalProperties": False,
    "properties": {
        "resources": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["url", "count"],
                "additionalProperties": False,
                "properties": {
                    "url": URI,
                    "count": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "How many; above 100,000 an estimate.",
                    },
                },
            },
        },
        "data_version": TEXT | {"description": "Another one whenever anything has changed."},
        "docs": URI,
        "schema": URI,
    },
}
VOCABULARIES_SCHEMA = page_schema(
    {
        "type": "array",
        "items": {
            "title": "Vocabulary",
            "type": "object",
            "required": ["name", "values"],
            "additionalProperties": False,
            "properties": {
                "name": TEXT,
                "values": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["value", "label", "definition"],
                        "additionalProperties": False,
                        "properties": dict.fromkeys(("value", "label", "definition"), TEXT),
                    },
                },
            },
        },
    }
)
RESOURCE_MODELS = {
    "conflicts": "conflict",
    "parties": "party",
    "ceasefires": "ceasefire",
    "violations": "violation",
    "negotiation-rounds": "negotiationround",
    "sources": "source",
    "reports": "report",
    "assessments": "assessment",
    "amendments": "amendment",
    "codings": "coding",
    "terms": "term",
    "demands": "demand",
    "statements": "statement",
    "tolls": "toll",
}
COUNTED_BELOW = 100_000


class IndexView(ReadView):
    """What the API holds."""

    @extend_schema(responses={200: INDEX_SCHEMA})
    def list(self, request: Any) -> Response:
        root = self.get_serializer_context()["root"]
        counts = _about_how_many()
        resources = {
            name: {"url": f"{root}{name}/", "count": counts[name]} for name in RESOURCE_MODELS
        }
        return Response(
            {
                "resources": resources,
                "data_version": f"{_latest_change()} {sum(counts.values())}",
                "docs": request.build_absolute_uri("/docs/"),
                "schema": f"{root}schema/",
            }
        )


def _tables(*others: str) -> dict[str, str]:
    """The table of each resource, and of other models by their own names."""
    models = RESOURCE_MODELS | {name: name for name in others}
    return {
        name: apps.get_model("ceasefires", model)._meta.db_table for name, model in models.items()
    }


def _about_how_many() -> dict[str, int]:
    """Exact counts of small tables, the planner's estimates of large ones."""
    tables = _tables()
    estimates = _asked(
        "SELECT relname, reltuples::bigint FROM pg_class WHERE oid = ANY (%s::text[]::regclass[])",
        list(tables.values()),
    )
    small = [name for name, table in tables.items() if estimates[table] <= COUNTED_BELOW]
    counts = _asked(
        " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{tables[name]}\"" for name in small)
    )
    return {name: counts.get(name, estimates[table]) for name, table in tables.items()}


def _latest_change() -> str:
    """When any record was last changed; a deletion shows in how many there are."""
    latest = " UNION ALL ".join(
        f'SELECT max(updated) AS at FROM "{table}"'
        for table in _tables("participation", "delegation", "citation").values()
    )
    found = _asked(f"SELECT 'at', coalesce(max(at)::text, 'empty') FROM ({latest}) changes")
    return str(found["at"])


def _asked(sql: str, *values: Any) -> dict[str, Any]:
    """The rows of two columns that a query finds, by the first."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


class VocabularyView(ReadView):
    """Every vocabulary, with the label and definition of each value."""

    takes = (LIMIT, CURSOR, COUNT)
    about, lasting = ENTITIES_ALONE, True

    @extend_schema(responses={200: VOCABULARIES_SCHEMA})
    def list(self, request: Any) -> Response:
        page = PairPage(self, "vocabularies", "name")
        rows = page.cut_listed([{"first": name, "second": ""} for name in sorted(VOCABULARIES)])
        return page.response([_vocabulary(row["first"]) for row in rows])


def _vocabulary(name: str) -> dict[str, Any]:
    values = [
        {"value": each.value, "label": each.label, "definition": each.definition}
        for each in VOCABULARIES[name]
    ]
    return {"name": name, "values": values}


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((settings.BASE_DIR / "docs/openapi.yaml").read_text())
    return document


class SchemaView(ReadView):
    """The OpenAPI document of this API."""

    about, lasting = ENTITIES_ALONE, True

    @extend_schema(responses={200: {"type": "object", "additionalProperties": True}})
    def list(self, request: Any) -> Response:
        return Response(_document())


class NothingHere(APIView):
    """Any address of the API that leads nowhere."""

    schema = None
    authentication_classes: list[Any] = []

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        slash = "" if request.path.endswith("/") else "Addresses end with a slash. "
        raise NotFound(f"There is nothing at this address. {slash}{BASE} lists what there is.")


def _only_asked(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """GET and HEAD; any other method is a problem, and no concern of the forms' tokens."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request)
        return plain_response(405, "Ask with GET or HEAD.", headers={"Allow": "GET, HEAD"})

    return answer


@_only_asked
def healthz(request: HttpRequest) -> JsonResponse:
    """The process is alive."""
    return _uncached({"status": "alive"})


@_only_asked
def readyz(request: HttpRequest) -> JsonResponse:
    """Able to serve: the database is reachable and its migrations are applied."""
    try:
        executor = MigrationExecutor(connection)
        pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except (DatabaseError, InterfaceError):
        return _uncached({"status": "not ready", "database": "unreachable"}, 503)
    if pending:
        return _uncached({"status": "not ready", "migrations": "pending"}, 503)
    return _uncached({"status": "ready", "database": "reachable", "migrations": "applied"})


@_only_asked
def metrics(request: HttpRequest) -> HttpResponse:
    """What the server's processes count, for Prometheus; told to some addresses alone."""
    if not _may_read_metrics(request):
        return plain_response(403, "METRICS_FROM says who may read this.")
    return HttpResponse(exposed(), CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _may_read_metrics(request: HttpRequest) -> bool:
    """By the address that connects. What comes through a proxy may come from anywhere."""
    try:
        address: Any = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    known = any(address in network for network in settings.METRICS_FROM)
    return known and "X-Forwarded-For" not in request.headers


def _uncached(body: dict[str, str], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
