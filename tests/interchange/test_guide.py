"""docs/importing.md: its tables are imported by its commands, and these print what it shows."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.documents import FENCE, ROOT, commands, comments

pytestmark = pytest.mark.django_db
GUIDE = (ROOT / "docs/importing.md").read_text()
COMMAND = re.compile(r"\.venv/bin/python manage\.py (\S+ \S+) (\S+\.csv)")


def steps():
    """Each import of the guide: its arguments, its file, and what is shown below it."""
    given = ""
    for fence in FENCE.finditer(GUIDE):
        if fence[1] == "csv":
            given = fence[2]
        for _, line, after in commands(fence[2].splitlines()):
            if found := COMMAND.fullmatch(line):
                yield found[1].split(), found[2], given, "\n".join(comments(after))


def test_every_import_of_the_guide_prints_what_it_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call_command("loaddata", "gaza_2014", verbosity=0)
    done = 0
    for arguments, name, given, shown in steps():
        Path(name).write_text(given)
        out = io.StringIO()
        try:
            call_command(*arguments, name, stdout=out)
        except SystemExit as end:
            assert end.code == 3
        assert out.getvalue().strip() == shown.strip()
        done += 1
    assert done == GUIDE.count("manage.py import table") > 2
