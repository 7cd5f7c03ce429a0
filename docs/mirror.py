"""Keep a copy of the whole dataset in SQLite, current by the feed of changes alone.

    python3 docs/mirror.py http://127.0.0.1:8000/api/v1/ copy.sqlite3 --follow

It needs nothing but Python. Stop it at any instant, with any signal: the next run goes on where
this one was. docs/api.md says what the copy holds, and what it leaves out.
"""

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

TABLES = """
CREATE TABLE IF NOT EXISTS objects
    (resource TEXT, id TEXT, body JSON NOT NULL, PRIMARY KEY (resource, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feed (position TEXT NOT NULL);
INSERT INTO feed SELECT '' WHERE NOT EXISTS (SELECT * FROM feed);
"""
# What an object's own page lists of others. They are objects of the copy themselves.
OTHERS = {
    "conflicts": {"ceasefires", "tolls"},
    "negotiation-rounds": {"demands"},
    "sources": {"taken"},
    "violations": {"reports"},
}
# What follows from the clock, or from the time zone of another object: the feed is not told.
COMPUTED = {"state", "status", "local"}
MANY = 100  # changed objects of one resource, which a list then gives for less than their pages do
BUSY = {429, 500, 502, 503, 504}
LONGEST_PAUSE = 60  # seconds
CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}


class Api:
    """The API over one open connection; where it cannot answer now, it is asked again."""

    def __init__(self, address: str) -> None:
        url = urlsplit(address)
        self.path = url.path.rstrip("/") + "/"
        self.connection = CONNECTIONS[url.scheme](url.netloc, timeout=60)

    def get(self, path: str) -> Any:
        """The JSON at a path; None where nothing is there."""
        pause = 0  # an idle connection that the server has closed is opened anew at once
        while True:
            try:
                status, headers, body = self._ask(path)
                kind = headers.get_content_subtype()
                if (status, kind) == (200, "json"):
                    return json.loads(body)
                if (status, kind) == (404, "problem+json"):
                    return None
                said = f"{status} {body[:500].decode(errors='replace')}"
                asked = headers["Retry-After"]
                if status not in BUSY:
                    sys.exit(f"{path} was answered with {said}")
            except (OSError, HTTPException) as broken:
                self.connection.close()
                said, asked = repr(broken), None
            wait = int(asked) if asked and asked.isdecimal() else pause
            say(f"Asking again in {wait} s: {said}")
            time.sleep(wait)
            pause = min(2 * pause + 1, LONGEST_PAUSE)

    def _ask(self, path: str) -> tuple[int, Any, bytes]:
        # What a cache on the way has kept may be older than the change that is read.
        self.connection.request("GET", path, headers={"Cache-Control": "no-cache"})
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()


def catch_up(api: Api, copy: sqlite3.Connection) -> None:
    """Apply all that the feed has, page by page."""
    while True:
        [position] = copy.execute("SELECT position FROM feed").fetchone()
        after = f"&after={position}" if position else ""
        page = api.get(f"{api.path}changes/?limit=1000{after}")
        if page is None:
            sys.exit("There is no feed of changes at this address.")
        if not page["results"]:
            return
        apply(api, copy, position, page["results"])


def apply(api: Api, copy: sqlite3.Connection, position: str, changes: list[Any]) -> None:
    """Bring the objects of a page up to date, in one transaction with the new position."""
    last = {(each["resource"], each["id"]): each for each in changes}
    there = {key: each["url"] for key, each in last.items() if each["action"] != "deleted"}
    rows = list(read(api, there))
    reached = changes[-1]["position"]
    with copy:
        copy.executemany("DELETE FROM objects WHERE resource = ? AND id = ?", last)
        copy.executemany("INSERT INTO objects VALUES (?, ?, ?)", rows)
        moved = copy.execute("UPDATE feed SET position = ? WHERE position = ?", (reached, position))
        if not moved.rowcount:
            sys.exit("Another mirror writes this copy.")
    say(f"{len(changes)} changes of {len(last)} objects, up to {changes[-1]['at']}")


def read(api: Api, there: dict[Any, str]) -> Iterator[tuple[str, str, str]]:
    """Rows of the objects that are there, as they are by now, which a later change may tell of."""
    listed = latest(api, [resource for resource, _ in there])
    for key, url in there.items():
        found = listed.get(key) or api.get(urlsplit(url).path)
        if found:
            yield (*key, json.dumps(own(key[0], found), ensure_ascii=False))


def latest(api: Api, resources: list[str]) -> dict[Any, Any]:
    """The latest objects of each resource of which many have changed."""
    found = {}
    for resource in {each for each in resources if resources.count(each) >= MANY}:
        for row in api.get(f"{api.path}{resource}/?ordering=-updated&limit=1000")["results"]:
            found[resource, row.get("slug") or row["id"]] = row
    return found


def own(resource: str, found: dict[str, Any]) -> dict[str, Any]:
    """What an object says of itself."""
    left_out = {"url"} | OTHERS.get(resource, set())
    return bare({name: value for name, value in found.items() if name not in left_out})


def bare(value: Any) -> Any:
    """Without what is computed, and with other objects by their slug or UUID alone."""
    if isinstance(value, list):
        return [bare(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "url" in value:
        return value.get("slug") or value["id"]
    return {name: bare(each) for name, each in value.items() if name not in COMPUTED}


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def address(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in CONNECTIONS or not url.hostname or url.query:
        raise argparse.ArgumentTypeError("give an address such as http://127.0.0.1:8000/api/v1/")
    return text


def main() -> None:
    taking = argparse.ArgumentParser(description="Keep a copy of the dataset in SQLite.")
    taking.add_argument("api", type=address, help="such as http://127.0.0.1:8000/api/v1/")
    taking.add_argument("copy", help="the SQLite file, made where there is none")
    taking.add_argument("--follow", action="store_true", help="go on until stopped")
    taking.add_argument("--every", type=float, default=5, help="seconds between looks at the feed")
    given = taking.parse_args()
    api, copy = Api(given.api), sqlite3.connect(given.copy)
    copy.execute("PRAGMA journal_mode = WAL")  # so that readers of the copy hold up nothing
    copy.executescript(TABLES)
    catch_up(api, copy)
    while given.follow:
        time.sleep(given.every)
        catch_up(api, copy)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
