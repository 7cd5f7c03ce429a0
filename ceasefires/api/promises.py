"""What the OpenAPI document says of answers, refusals and headers, in words and schemas."""

from typing import Any

from .formats import Csv, GeoJson, Ndjson
from .parameters import LONGEST_REASON

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "additionalProperties": False,
                "properties": {
                    "parameter": {"type": "string"},
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": False,
    "description": "RFC 9457 problem details.",
}
PATH_PARAMETERS = {
    "slug": "The object's slug; it never changes.",
    "id": "The object's UUID; it never changes.",
}
ERRORS = {
    400: "A parameter, or a header, cannot be taken, or the body is not JSON; errors names each.",
    401: "The token cannot be taken: malformed, expired, revoked, or of a deactivated user.",
    404: "There is nothing at this address.",
    405: "Another method than Allow lists.",
    406: "No representation that the Accept header allows.",
    412: "If-Match names another ETag.",
    403: "The token's role does not allow this.",
    409: "Something else stands in the way, or the first request of this key is still running.",
    411: "The body comes in chunks: give its Content-Length.",
    413: "The body is too large.",
    415: "The body is not application/json in UTF-8, or it is compressed.",
    422: "The body says what cannot be; errors points at each place.",
    428: "If-Match is missing: give the ETag of what was read.",
    429: "More writes, whole lists or bad tokens than are allowed a minute: see Retry-After.",
    503: "The database cannot answer now; Retry-After says when to try again.",
}
_TEXT = {"schema": {"type": "string"}}
ETAG = {"ETag": _TEXT | {"description": "A strong validator, for If-None-Match."}}
CACHING = ETAG | {"Cache-Control": _TEXT | {"description": "How long the answer may be kept."}}
LINK = {"Link": _TEXT | {"description": "The next and previous pages (RFC 8288)."}}
REDIRECT = {
    "description": "Where it is answered: follow Location.",
    "headers": {"Location": _TEXT | {"description": "The same address in another process."}},
}
LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "As after, which it prevails over; browsers send it when they come back.",
    "schema": {"type": "string"},
}
RATE = {
    "RateLimit": _TEXT | {"description": "What is left of the writes, or whole lists, allowed."},
    "RateLimit-Policy": _TEXT | {"description": "How many of them are allowed in how long."},
}
HEADERS = {
    401: {"WWW-Authenticate": _TEXT | {"description": "The challenge (RFC 6750)."}},
    405: {"Allow": _TEXT | {"description": "The methods there are."}},
    429: RATE | {"Retry-After": _TEXT | {"description": "In how many seconds to try again."}},
    503: {"Retry-After": _TEXT | {"description": "In how many seconds to try again."}},
}
READ_ERRORS = [304, 400, 401, 404, 405, 406, 412, 429, 503]
WRITE_ERRORS = [400, 401, 403, 404, 405, 406, 409, 411, 413, 415, 422, 429, 503]
HELD = {"put", "patch", "delete"}
LIMITS = RATE | {
    "X-Request-ID": _TEXT | {"description": "The request's name, as given or made."},
}
REPLAYED = {
    "Idempotency-Replayed": _TEXT | {"description": "true: the first answer to this key, again."}
}
LOCATION = {"Location": _TEXT | {"description": "The new object's address."}}
VERBS = {"post": "create", "put": "replace", "patch": "amend", "delete": "withdraw"}
DONE = {
    200: "What it is now; with dry_run, what it would be.",
    201: "It is stored, and this is how it reads.",
    204: "It is withdrawn.",
}
# What is read in another shape than the one that it is logged in.
READ_AS = {"LoggedViolation": "ViolationDetail", "FirstReport": "Report"}
LET_PASS = "Let pass, so that what was read can be written back; nobody writes it."
POINT = {
    "title": "Point",
    "type": "object",
    "required": ["type", "coordinates"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "Point"},
        "coordinates": {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2,
            "description": "Longitude, latitude.",
        },
    },
}
FEATURE = {
    "title": "Feature",
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": "string", "format": "uuid"},
        "geometry": {"anyOf": [POINT, {"type": "null"}]},
        "properties": {
            "type": "object",
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
            "description": "The cells of a row of CSV, but for the degrees.",
        },
    },
}
FORMS = {
    Csv.media_type: {"type": "string", "description": "A header line, then a line for each row."},
    Ndjson.media_type: {"type": "string", "description": "A row as JSON on each line."},
    GeoJson.media_type: {
        "title": "FeatureCollection",
        "type": "object",
        "description": "As RFC 7946 has it.",
        "required": ["type", "features"],
        "additionalProperties": False,
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": FEATURE},
        },
    },
}
REASON_SCHEMA = {
    "type": "object",
    "required": ["reason"],
    "additionalProperties": False,
    "properties": {"reason": {"type": "string", "minLength": 1, "maxLength": LONGEST_REASON}},
}


ALL_HEADERS = (
    CACHING | LINK | LIMITS | REPLAYED | LOCATION | {"RetryAfter": HEADERS[429]["Retry-After"]}
)


def header(name: str, description: str, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string"},
    }


IDEMPOTENCY_KEY = header(
    "Idempotency-Key", "Makes a retry safe: the same key gets the first answer again, for 24 hours."
)
IF_MATCH = header("If-Match", "The ETag of the object as it was read; * for any.", required=True)
COMMON = [IDEMPOTENCY_KEY, IF_MATCH]
