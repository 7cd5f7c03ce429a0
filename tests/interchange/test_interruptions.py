"""An import as a process of its own, ended at an instant of its choosing: nothing is left of it."""

import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from ceasefires.models import Version, Violation
from tests import factories as make
from tests.documents import ROOT
from tests.served import environment

pytestmark = pytest.mark.django_db(transaction=True)
WRITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL
"""
ROWS = 10_000


@pytest.fixture
def started(tmp_path):
    """An import that has begun to write."""
    make.make_ceasefire(slug="truce")
    rows = "".join(f"E{n},truce,grenade\n" for n in range(ROWS))
    (tmp_path / "a.csv").write_text("event,ceasefire,kind\n" + rows)
    command = [sys.executable, str(ROOT / "manage.py"), "import", "table", "a.csv"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=-1, stderr=-1, text=True
    )
    while not writing():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    yield process
    process.kill()
    process.wait()


def writing():
    with connection.cursor() as cursor:
        cursor.execute(WRITING)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [
        (signal.SIGKILL, -9, ""),
        (signal.SIGTERM, 143, ""),
        (signal.SIGINT, 130, "Interrupted: nothing was written."),
    ],
)
def test_nothing_is_left_of_an_import_that_was_ended(started, sent, code, said):
    versions = Version.objects.count()
    started.send_signal(sent)
    _, err = started.communicate(timeout=60)
    assert (started.returncode, said in err) == (code, True)
    while writing():
        time.sleep(0.01)
    assert Violation.objects.count() == 0
    assert Version.objects.count() == versions


def test_a_database_that_is_read_only_is_told(tmp_path):
    make.make_ceasefire(slug="truce")
    (tmp_path / "a.csv").write_text("event,ceasefire,kind\nE1,truce,grenade\n")
    address = environment()["DATABASE_URL"]
    options = "options=-c%20default_transaction_read_only%3Don"
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "import", "table", "a.csv"],
        cwd=tmp_path,
        env=environment() | {"DATABASE_URL": f"{address}{'&' if '?' in address else '?'}{options}"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert done.stderr.startswith("The database does not answer as it should: cannot execute")
