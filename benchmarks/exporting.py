"""How fast the whole dataset is exported and imported again, and in how much memory.

    .venv/bin/python -m benchmarks.exporting

It starts a database of its own with the example, adds so many acts with a report of each, exports
all of it, and imports that into a second one. See benchmarks/README.md.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from benchmarks.recording import ROOT, environment, manage
from tracker.postgres.server import throwaway

ACTS = """
INSERT INTO ceasefires_violation (id, ceasefire_id, kind, attributed_to_id, occurred_at,
    occurred_precision, place_name, latitude, longitude, geo_precision, quantity_value,
    quantity_qualifier, quantity_unit, killed_low, killed_best, figures_basis, verification,
    verified_precision, response, description, event, first_reported, relation, relation_basis)
SELECT ('01914e3e-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid, truce.id,
    'rocket_fire', party.id, '2014-08-05T05:00Z'::timestamptz + number * interval '1 second',
    'minute', 'Ashkelon', 31.5 + number %% 1000 * 0.0001, 34.5, 'near', 16, 'at_least', 'rockets',
    0, number %% 5, 'reported', 'alleged', 'unknown', 'none',
    'A rocket is reported to have been fired, as number ' || number, '', '2014-08-07T00:00Z',
    'indeterminate', 'computed'
FROM generate_series(1, %(acts)s) number, ceasefires_ceasefire truce, ceasefires_party party
WHERE truce.slug = 'gaza-2014-08-05-72h' AND party.slug = 'hamas';
INSERT INTO ceasefires_report (id, source_id, locator, claimant, qualifier, certainty, known_from,
    violation_id, quantity_qualifier, quantity_unit, killed_best, verification, stated_relation)
SELECT ('01914e3f-0000-7000-8000-' || right(act.id::text, 12))::uuid, source.id, 'paragraph 1',
    'An example', 'exact', 'stated', '2014-08-07T00:00Z', act.id, '', '', act.killed_best,
    'alleged', ''
FROM ceasefires_violation act, ceasefires_source source WHERE act.place_name = 'Ashkelon';
ANALYZE
"""
FILE = re.compile(r"(csv|ndjson)/(\S+)\.\1: .*, ([0-9,]+) rows/s")
SHOWN = ("violations", "reports")


def fill(url: str, acts: int) -> None:
    manage(url, "prepare")
    with closing(psycopg2.connect(url)) as database, database, database.cursor() as cursor:
        cursor.execute(ACTS, {"acts": acts})


def measured(url: str, *arguments: str) -> tuple[float, float, str]:
    """Of a command: seconds, MiB at most, and what it told on standard error."""
    began = time.monotonic()
    running = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=environment(url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr
    told = running.stderr.read()
    _, status, used = os.wait4(running.pid, 0)
    if running.returncode or status:
        sys.exit(f"{' '.join(arguments)} failed: {told}")
    return time.monotonic() - began, used.ru_maxrss / 1024, told


def export(url: str, folder: Path) -> int:
    """The rows of all tables, each counted once."""
    seconds, memory, told = measured(url, "export", str(folder))
    rows = sum(path.read_bytes().count(b"\n") for path in folder.glob("ndjson/*"))
    for form, table, rate in FILE.findall(told):
        if table in SHOWN:
            print(f"{table + ' as ' + form:24}{rate:>10} rows/s")
    print(f"{'export':24}{rows / seconds:>10,.0f} rows/s{memory:>8,.0f} MiB{seconds:>8,.1f} s")
    return rows


def main() -> None:
    taking = argparse.ArgumentParser(description="What an export takes, and the way back.")
    taking.add_argument("--acts", type=int, default=100_000, help="each with a report")
    given = taking.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "dataset"
        with throwaway() as url:
            fill(url, given.acts)
            rows = export(url, folder)
        with throwaway() as url:
            manage(url, "migrate", "--verbosity", "0")
            seconds, memory, _ = measured(url, "import", "dataset", str(folder))
        print(f"{'import':24}{rows / seconds:>10,.0f} rows/s{memory:>8,.0f} MiB{seconds:>8,.1f} s")


if __name__ == "__main__":
    main()
