"""The guide to exports says what is so: its commands and its code run as they stand there."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from tests.documents import FENCE, ROOT, agrees, commands, comments

from .awkward import emptied

GUIDE = (ROOT / "docs/exporting.md").read_text()
MANAGE = ".venv/bin/python manage.py "


def lines(language):
    blocks = [fence[2].splitlines() for fence in FENCE.finditer(GUIDE) if fence[1] == language]
    return [command for block in blocks for command in commands(block)]


def run(words):
    out = StringIO()
    if words == ["migrate"]:
        emptied()
    else:
        call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


@pytest.mark.django_db(transaction=True)
def test_the_guide_runs_from_its_first_line_to_its_last(tmp_path, monkeypatch):
    call_command("loaddata", "gaza_2014", verbosity=0)
    monkeypatch.chdir(tmp_path)
    ran = []
    for _number, line, after in lines("sh"):
        if line.startswith(MANAGE):
            told = run(line.removeprefix(MANAGE).split())
            assert all(map(agrees, comments(after), told)), told
            ran.append(line.split()[2])
    exec("\n".join(line for _number, line, _after in lines("python")), {})
    assert ran == ["export", "migrate", "import"]


def test_the_guide_names_every_option_of_the_commands():
    assert set(re.findall(r"`(--[a-z-]+)`", GUIDE)) == {"--replace", "--dry-run"}
