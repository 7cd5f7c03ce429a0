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


def test_what_an_export_and_the_way_back_take_is_told():
    command = ["benchmarks.exporting", "--acts", "50"]
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = [line.split() for line in done.stdout.splitlines()]
    assert [words[:3:2] for words in told[:4]] == [
        [table, form] for table in ("violations", "reports") for form in ("csv", "ndjson")
    ]
    assert [words[0] for words in told[4:]] == ["export", "import"]
    assert all(words[2::2] == ["rows/s", "MiB", "s"] for words in told[4:])
