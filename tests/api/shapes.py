"""Shapes that whole answers are made of."""

from typing import Any

ROOT = "http://testserver/api/v1/"
UNKNOWN = {"at": None, "precision": "unknown", "local": None}
NOT_REPORTED = {"low": None, "best": None, "high": None}


def leaf(resource: str, record: Any) -> dict[str, str]:
    return {"slug": record.slug, "name": str(record), "url": f"{ROOT}{resource}/{record.slug}/"}


def page(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"next": None, "previous": None, "results": list(rows)}


def shown(moment: Any) -> str:
    """An instant as it is shown: in UTC, with Z."""
    text: str = moment.isoformat()
    return text.replace("+00:00", "Z")


def slugs(rows: list[dict[str, Any]]) -> list[str]:
    return [row["slug"] for row in rows]


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]
