"""The docs say what is so: every example runs and answers as shown, every name in them exists."""

import argparse
import ast
import json
import re
import shlex
from string import Template
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import call_command, get_commands
from django.db import transaction
from django.test import Client

from ceasefires.api.views.changes import PROPERTIES
from ceasefires.choices import VOCABULARIES
from tests.api.contract import resolved
from tests.documents import (
    DOCUMENTS,
    FENCE,
    REST,
    ROOT,
    agrees,
    anchors,
    code,
    examples,
    links,
    name_of,
    prose,
    read_answer,
    tables,
)
from tests.people import make_token

README, API, MEANING = ROOT / "README.md", ROOT / "docs/api.md", ROOT / "docs/meaning.md"
HOST = "127.0.0.1:8000"
EXAMPLES = [each for path in DOCUMENTS for each in examples(path) if "$" not in each.command]
TOURS = [path for path in DOCUMENTS if any("$" in each.command for each in examples(path))]
[WORKED] = [table for table in tables(README) if "known_at" in table[0]]
DECISIONS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
OPENAPI = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text())
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
NOT_IN_THE_SCHEMA = {"healthz", "readyz", "metrics", "docs/", "admin/"}

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)


@pytest.fixture(scope="module", autouse=True)
def gaza_2014(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "gaza_2014", verbosity=0)
        yield
        transaction.set_rollback(True)


def curl(command):
    """What a command of the docs answers, and whether its headers are shown."""
    taking = argparse.ArgumentParser(exit_on_error=False)
    taking.add_argument("url")
    taking.add_argument("-i", action="store_true")
    taking.add_argument("-I", action="store_true")
    taking.add_argument("-L", action="store_true")
    taking.add_argument("-N", action="store_true")
    taking.add_argument("-H", action="append", default=[])
    taking.add_argument("-X")
    taking.add_argument("--json")
    taking.add_argument("-o")
    words = list(shlex.shlex(command, posix=True, punctuation_chars=True))
    assert not {"&", "|", ";", "<", ">"} & set(words), "quote the address"
    given = taking.parse_args(shlex.split(command)[1:])
    url = urlsplit(given.url)
    assert url.netloc == HOST
    assert re.fullmatch(r"[!-~]+", given.url), "encode what is not plain in an address"
    headers = dict(re.split(": ?", each, maxsplit=1) for each in given.H)
    response = Client().generic(
        given.X or ("HEAD" if given.I else "POST" if given.json else "GET"),
        url.path,
        given.json or "",
        "application/json",
        QUERY_STRING=url.query,
        HTTP_HOST=HOST,
        headers=headers,
    )
    if response.streaming:
        assert b"".join(response)  # read to its end, which ends it
    return response, given.i or given.I


@pytest.mark.django_db
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.place)
def test_every_example_runs_and_answers_as_shown(example):
    answers_as_shown(example.command, example.answer)


@pytest.mark.django_db
@pytest.mark.parametrize("path", TOURS, ids=name_of)
def test_every_tour_runs_in_its_order(path):
    """Its commands use the token, and the id and ETag of the last answer that had them."""
    values = {"auth": f"Authorization: Bearer {make_token('editor')}"}
    for example in examples(path):
        response = answers_as_shown(Template(example.command).substitute(values), example.answer)
        if "ETag" in response and response["Content-Type"] == "application/json":
            values["etag"] = response["ETag"].replace('"', '\\"')
            values["id"] = response.json().get("id", values.get("id"))


def answers_as_shown(command, shown):
    response, with_headers = curl(command)
    if response.status_code == 307:
        hold_events(shown)
        return response
    if with_headers:
        head, _, shown = shown.partition("\n\n")
        first, *headers = head.splitlines()
        assert agrees(first, f"HTTP/1.1 {response.status_code} {response.reason_phrase}")
        for header in headers:
            name, value = header.split(": ", 1)
            assert agrees(value, response[name]), response[name]
    else:
        assert response.status_code in (200, 201), response.content
    if shown:
        assert agrees(read_answer(shown), response.json()), json.dumps(
            response.json(), indent=1, ensure_ascii=False
        )
    return response


def hold_events(shown):
    """What tests/stream/ holds for so: lines of Server-Sent Events, with a change as its data."""
    assert all(re.match(r"(id|event|data|retry|):|$", line) for line in shown.splitlines())
    (change,) = re.findall(r"^data: (.+)$", shown, re.MULTILINE)
    assert read_answer(change).keys() - {REST} <= PROPERTIES.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("row", WORKED, ids=lambda row: f"{row['at']}, {row['known_at']}")
def test_the_readme_answers_each_worked_row(row):
    [pattern] = [each for each in examples(README) if "&known_at=" in each.command]
    asked = f"at={row['at']}"
    if row["known_at"] != "now":
        asked += f"&known_at={row['known_at']}"
    response, _ = curl(re.sub(r"\bat=.*(?=\"$)", asked, pattern.command))
    state = response.json()["state"]
    answered = {name: state[name] for name in ("status", "compliance", "projected")}
    assert {name: as_written(value) for name, value in answered.items()}.items() <= row.items()


def as_written(value):
    return value if isinstance(value, str) else json.dumps(value)


@each_document
def test_every_curl_of_a_document_is_among_its_examples(path):
    fenced = "\n".join(fence[2] for fence in FENCE.finditer(path.read_text()))
    assert len(re.findall(r"\bcurl ", fenced)) == len(list(examples(path)))


def test_the_readme_is_read_in_a_minute():
    assert len(README.read_text().splitlines()) <= 120


@each_document
def test_every_relative_link_leads_somewhere(path):
    for link in links(path):
        if not re.match(r"[a-z]+:", link):
            target, _, fragment = link.partition("#")
            found = (path.parent / target) if target else path
            assert found.exists(), link
            assert not fragment or fragment in anchors(found), link


@each_document
def test_every_make_target_and_command_exists(path):
    text = path.read_text()
    assert set(re.findall(r"\bmake ([a-z-]+)\b(?=[`\s])", "\n".join(in_code(path)))) <= TARGETS
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


def in_code(path):
    """Code in prose, and the lines of fenced blocks."""
    fenced = re.findall(r"^```sh\n(.*?)^```$", path.read_text(), re.MULTILINE | re.DOTALL)
    return [f"{each} " for each in code(path)] + fenced


def test_every_make_target_is_told():
    told = {name for path in DOCUMENTS for name in re.findall(r"make ([a-z-]+)", path.read_text())}
    assert TARGETS - {"help"} <= told


@each_document
def test_every_file_and_folder_named_exists(path):
    for name in code(path):
        is_file = re.fullmatch(r"\.?[\w-]+(/[\w.-]+)*\.(py|md|ya?ml|json|toml|txt|in)", name)
        if is_file or (re.fullmatch(r"[\w-]+(/[\w.-]+)*/", name) and not is_path(name)):
            assert (ROOT / name).exists(), name


def is_path(name):
    """Whether it is an address below /api/v1/, with or without that in front."""
    known = {re.sub(r"{\w+}", "{}", each) for each in OPENAPI["paths"]}
    asked = re.sub(r"{\w+}", "{}", name.removeprefix("/api/v1/").removeprefix("/"))
    return f"/api/v1/{asked}" in known or asked in NOT_IN_THE_SCHEMA


@each_document
def test_every_path_and_parameter_named_exists(path):
    for name in code(path):
        if name.startswith("/") or re.fullmatch(r"[a-z-]+/({\w+}/\S*|state/|summary/)", name):
            assert is_path(name), name
        if given := re.match(r"[?&]?([a-z_]+)=", name):
            assert given[1] in parameters(), name


def parameters():
    operations = [each for methods in OPENAPI["paths"].values() for each in methods.values()]
    given = [resolved(given) for each in operations for given in each["parameters"]]
    return {each["name"] for each in given}


def test_every_resource_is_in_the_guide_to_the_api():
    told = {each.split("/")[0] for each in code(API)}
    resources = {path.removeprefix("/api/v1/").split("/")[0] for path in OPENAPI["paths"]}
    assert resources - {""} <= told


@pytest.mark.parametrize("name", ["status", "compliance", "relation", "verification", "end_type"])
def test_every_value_that_answers_are_made_of_is_explained(name):
    assert {each.value for each in VOCABULARIES[name]} <= set(code(MEANING))


def settings_read():
    """Each environment variable that the code reads, with its default where it gives one."""
    read = {}
    for path in [*(ROOT / "tracker").rglob("*.py"), *(ROOT / "ceasefires").rglob("*.py")]:
        for call in (each for each in ast.walk(ast.parse(path.read_text()))):
            if isinstance(call, ast.Call) and re.match(
                r"env\.\w+$|os\.environ\.get$", ast.unparse(call.func)
            ):
                name = call.args[0]
                if isinstance(name, ast.Constant):
                    default = [each.value for each in call.keywords if each.arg == "default"]
                    read[name.value] = in_words(ast.literal_eval(default[0])) if default else None
    return read


def in_words(default):
    if isinstance(default, bool):
        return "on" if default else "off"
    return ",".join(default) if isinstance(default, list) else str(default)


def settings_told():
    [table] = [table for table in tables(ROOT / "docs/operations.md") if "variable" in table[0]]
    return {row["variable"]: row["default"] for row in table}


def test_every_environment_variable_is_told_with_its_default():
    told = settings_told()
    assert told.keys() == settings_read().keys()
    for name, default in settings_read().items():
        if default is not None:
            assert told[name] == (default or "none"), name


@each_document
def test_every_environment_variable_named_exists(path):
    makes = set(re.findall(r"^([A-Z]+) \?=|\$\(([A-Z]+)\)", MAKEFILE, re.MULTILINE))
    known = settings_read().keys() | {name for pair in makes for name in pair}
    named = {re.match(r"([A-Z][A-Z0-9_]+)(=|$)", each) for each in code(path)}
    for name in {each[1] for each in named if each}:
        assert name.removesuffix("_FILE") in known | METHODS | {"NAME"}, name


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_every_decision_says_why_what_and_what_follows(path):
    headings = re.findall(r"^## (.+)$", path.read_text(), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


def test_decisions_are_numbered_without_a_gap_and_listed():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {path.name for path in DECISIONS} <= set(links(ROOT / "docs/adr/README.md"))


def test_no_document_is_left_unlinked():
    linked = {
        (path.parent / link.partition("#")[0]).resolve()
        for path in DOCUMENTS
        for link in links(path)
    }
    assert set(DOCUMENTS) - {README} <= linked


@each_document
def test_prose_keeps_to_what_anyone_can_see(path):
    assert not re.search(r"/(?:home|root|tmp)/", prose(path))
