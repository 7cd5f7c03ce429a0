"""How fast events are imported, and in how much memory, by stage.

    .venv/bin/python -m benchmarks.importing --rows 100000 --share 1

It starts a database of its own with ceasefires, makes a file like UCDP's GED of so many rows, of
which the given share meets a ceasefire, and imports it. See benchmarks/README.md.
"""

import argparse
import csv
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import psutil

from tracker.postgres.server import throwaway

from .recording import environment, manage

FIRST, DAYS = date(1990, 1, 1), 12_000  # of the events
TOWNS = 60_000
SEED = 2014
COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id
conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a
side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date
source_headline source_original where_prec where_coordinates where_description adm_1 adm_2
latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec
date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
"""
ARTICLE = "Example Wire, a headline of about so many words as such headlines have, and more"


def rows(count: int, share: float, pairs: int) -> Iterator[dict[str, object]]:
    """Events of pairs of actors that ceasefires are between, or of others that have none."""
    chance = random.Random(SEED)
    for number in range(1, count + 1):
        pair = chance.randrange(pairs)
        known = chance.random() < share
        yield row(number, pair if known else pair + pairs, chance)


def row(number: int, pair: int, chance: random.Random) -> dict[str, object]:
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    town = chance.randrange(TOWNS)
    latitude, longitude = town * 7919 % 120_000 / 1000 - 60, town * 104_729 % 340_000 / 1000 - 170
    killed, more = chance.randrange(20), chance.randrange(5)
    given: dict[str, object] = {
        "id": number,
        "relid": f"EXA-{day.year}-1-{number}",
        "year": day.year,
        "code_status": "Clear",
        "type_of_violence": 1,
        "conflict_new_id": pair,
        "conflict_name": f"Country {pair}: Government",
        "dyad_name": f"Government {pair} - Front {pair}",
        "side_a_new_id": 10_000 + 2 * pair,
        "side_a": f"Government {pair}",
        "side_b_new_id": 10_001 + 2 * pair,
        "side_b": f"Front {pair}",
        "source_article": ARTICLE,
        "source_headline": ARTICLE,
        "where_prec": 1,
        "where_coordinates": f"Town {town}",
        "where_description": ARTICLE,
        "latitude": f"{latitude:.6f}",
        "longitude": f"{longitude:.6f}",
        "geom_wkt": f"POINT ({longitude:.6f} {latitude:.6f})",
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": day,
        "date_end": day,
        "deaths_a": killed,
        "deaths_b": 0,
        "deaths_civilians": 0,
        "deaths_unknown": 0,
        "best": killed,
        "high": killed + more,
        "low": killed,
    }
    return dict.fromkeys(COLUMNS.split(), "1") | given


def write(path: Path, count: int, share: float, pairs: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS.split())
        writer.writeheader()
        writer.writerows(rows(count, share, pairs))


def make_ceasefires(pairs: int) -> None:
    """Each between a government and a front of its own, from before all events on, without end."""
    from ceasefires.models import Ceasefire, Conflict, Participation, Party
    from ceasefires.models.fields import FuzzyInstant

    began = datetime(1989, 1, 1, tzinfo=UTC)
    for pair in range(pairs):
        conflict = Conflict.objects.create(slug=f"war-{pair}", name=f"War {pair}", time_zone="UTC")
        ceasefire = Ceasefire(slug=f"truce-{pair}", name=f"Truce {pair}", conflict=conflict)
        ceasefire.effective, ceasefire.known_from = FuzzyInstant(began, "day"), began
        ceasefire.save()
        for side, kind, identifier in (("a", "state", 0), ("b", "non_state_armed_group", 1)):
            number = 10_000 + 2 * pair + identifier
            party = Party(slug=f"party-{number}", name=f"Party {number}", kind=kind)
            party.ucdp_id = str(number)
            party.save()
            Participation.objects.create(ceasefire=ceasefire, party=party, side=side)


class Spent(NamedTuple):
    """Seconds: by the clock, of this process's CPU, and of the CPU of the Postgres that it uses."""

    clock: float
    importer: float
    postgres: float


class Watch:
    """What each stage takes; the clock's part depends on what else the machine does."""

    def __init__(self, backend: int) -> None:
        self.stages: dict[str, Spent] = {}
        self._backend = psutil.Process(backend)

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        before = self._now()
        yield
        spent = (now - was for now, was in zip(self._now(), before, strict=True))
        self.stages[stage] = Spent(*spent)

    def _now(self) -> Spent:
        backend = self._backend.cpu_times()
        return Spent(time.perf_counter(), time.process_time(), backend.user + backend.system)


def watched(path: Path) -> Watch:
    """The stages of a file that nothing is known of yet."""
    from django.db import connection

    from ceasefires.interchange import reading
    from ceasefires.interchange.event_loading import EventLoader, Told
    from ceasefires.interchange.importing import Options, run
    from ceasefires.interchange.ucdp_ged import UCDP_GED

    def refuse(finding: object) -> None:
        sys.exit(f"The benchmark's own file was not taken: {finding}")

    connection.ensure_connection()
    watch = Watch(connection.connection.info.backend_pid)
    with reading.opened(path) as file, watch.on("read"):
        for _ in UCDP_GED.lines(file):
            pass
    with reading.opened(path) as file, watch.on("read, parse"):
        for line in UCDP_GED.lines(file):
            UCDP_GED.event_of(line.cells)
    loader = EventLoader(UCDP_GED, Options())
    with reading.opened(path) as file, watch.on("read, parse, match"):
        for line in UCDP_GED.lines(file):
            if event := UCDP_GED.event_of(line.cells):
                loader.unit(Told(line, event), set())
    with watch.on("all"):
        outcome = run(UCDP_GED, [path], Options(), refuse, lambda _: None)
    print(", ".join(f"{name} {number:,}" for name, number in vars(outcome.counts).items()))
    with watch.on("all, again"):
        run(UCDP_GED, [path], Options(), refuse, lambda _: None)
    return watch


def told(stage: str, spent: Spent, rows: int) -> str:
    importer, postgres = 1e6 * spent.importer / rows, 1e6 * spent.postgres / rows
    return f"{stage:20}{rows / spent.clock:10,.0f}{importer:10.1f}{postgres:10.1f}"


def main() -> None:
    taking = argparse.ArgumentParser(description="How fast events are imported.")
    taking.add_argument("--rows", type=int, default=100_000)
    taking.add_argument("--share", type=float, default=1, help="how many meet a ceasefire")
    taking.add_argument("--ceasefires", type=int, default=2200)
    given = taking.parse_args()
    with throwaway() as url, tempfile.TemporaryDirectory() as folder:
        manage(url, "prepare")
        os.environ |= environment(url)
        import django

        django.setup()
        make_ceasefires(given.ceasefires)
        path = Path(folder) / "events.csv"
        write(path, given.rows, given.share, given.ceasefires)
        watch = watched(path)
    print(f"{'':20}{'rows/s':>10}{'µs CPU':>10}{'Postgres':>10}")
    for stage, spent in watch.stages.items():
        print(told(stage, spent, given.rows))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"at most {peak / 1024:,.0f} MiB in the importing process")


if __name__ == "__main__":
    main()
