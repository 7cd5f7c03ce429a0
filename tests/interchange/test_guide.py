"""The commands of the docs that import and export: they print what is shown below them."""

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.documents import FENCE, ROOT, commands, comments

pytestmark = pytest.mark.django_db
GUIDE = (ROOT / "docs/importing.md").read_text()
MANAGE = ".venv/bin/python manage.py "
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


@pytest.mark.django_db(transaction=True)
def test_the_readme_imports_its_template_and_exports(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call_command("loaddata", "gaza_2014", verbosity=0)
    tour = (ROOT / "README.md").read_text().partition("## Bring data in")[2]
    for _, line, after in commands(FENCE.search(tour)[2].splitlines()):
        if not line.startswith(MANAGE):
            continue
        words, _, into = line.removeprefix(MANAGE).partition(" > ")
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
            call_command(*words.split())
        if into:
            Path(into).write_text(out.getvalue())
        elif shown := "\n".join(comments(after)).strip():
            assert out.getvalue().strip() == shown
    assert (tmp_path / "acts.csv").exists() and (tmp_path / "everything/datapackage.json").exists()
