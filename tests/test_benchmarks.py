"""The benchmarks run. What they measure is for people to read, on a machine that rests."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def told_by(*command: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_cost_of_recording_is_told_for_the_writer_for_postgres_and_for_both():
    command = ["benchmarks.recording", "--through", "orm", "--requests", "200", "--block", "50"]
    head, recorded, without, ratio = (line.split() for line in told_by(*command))
    assert head == ["CPU", "ms", "server", "Postgres", "both"]
    assert [recorded[0], without[:2], ratio[0]] == ["recorded", ["not", "recorded"], "ratio"]
    assert all(float(each) > 0 for each in [*recorded[1:], *without[2:], *ratio[1:]])


def test_the_speed_of_imports_is_told_by_stage_and_with_its_memory():
    command = ["benchmarks.importing", "--rows", "400", "--ceasefires", "20", "--share", "0.5"]
    counts, head, *stages, memory = told_by(*command)
    found = dict(each.split(" ") for each in counts.split(", "))
    assert (found["read"], found["refused"]) == ("400", "0")
    assert int(found["created"]) + int(found["unmatched"]) == 400
    assert 150 < int(found["created"]) < 250
    assert head.split() == ["rows/s", "µs", "CPU", "Postgres"]
    assert [each[:20].strip() for each in stages] == [
        "read",
        "read, parse",
        "read, parse, match",
        "all",
        "all, again",
    ]
    assert memory.endswith("MiB in the importing process")


def test_what_an_export_and_the_way_back_take_is_told():
    command = ["benchmarks.exporting", "--acts", "50"]
    told = [line.split() for line in told_by(*command)]
    assert [words[:3:2] for words in told[:4]] == [
        [table, form] for table in ("violations", "reports") for form in ("csv", "ndjson")
    ]
    assert [words[0] for words in told[4:]] == ["export", "import"]
    assert all(words[2::2] == ["rows/s", "MiB", "s"] for words in told[4:])


def test_what_the_page_cache_spares_is_told_for_each_address_with_it_and_without():
    command = ["benchmarks.pagecache", "--seconds", "0.2", "--writes", "5"]
    head, *rows, hit = told_by(*command)
    assert head.split() == ["with", "server", "Postgres", "without", "server", "Postgres"]
    assert len(rows) == 5
    for row in rows:
        with_it, _, _, without, *_ = map(float, row.split()[-6:])
        assert with_it > 0 and without > 0
    assert hit.startswith("one hit: ")
