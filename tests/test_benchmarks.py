"""The benchmarks run. What they measure is for people to read, on a machine that rests."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_cost_of_recording_is_told_for_the_writer_for_postgres_and_for_both():
    command = ["benchmarks.recording", "--through", "orm", "--requests", "200", "--block", "50"]
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    head, recorded, without, ratio = (line.split() for line in done.stdout.splitlines())
    assert head == ["CPU", "ms", "server", "Postgres", "both"]
    assert [recorded[0], without[:2], ratio[0]] == ["recorded", ["not", "recorded"], "ratio"]
    assert all(float(each) > 0 for each in [*recorded[1:], *without[2:], *ratio[1:]])


def test_what_the_page_cache_spares_is_told_for_each_address_with_it_and_without():
    command = ["benchmarks.pagecache", "--seconds", "0.2", "--writes", "5"]
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    head, *rows, hit = done.stdout.splitlines()
    assert head.split() == ["with", "server", "Postgres", "without", "server", "Postgres"]
    assert len(rows) == 5
    for row in rows:
        with_it, _, _, without, *_ = map(float, row.split()[-6:])
        assert with_it > 0 and without > 0
    assert hit.startswith("one hit: ")
