"""docker-compose.yml: valid by the specification's own schema, and hardened as promised."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> dict[str, Any]:
    return SERVICES[request.param]


def test_it_keeps_to_the_compose_specification() -> None:
    schemas = files("check_jsonschema") / "builtin_schemas" / "vendor"
    jsonschema.validate(COMPOSE, json.loads((schemas / "compose-spec.json").read_text()))


def test_every_service_is_hardened(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert service["user"].split(":")[0] not in {"0", "root"}


def test_secrets_come_as_files(service: dict[str, Any]) -> None:
    secret = {"SECRET_KEY", "DATABASE_URL", "POSTGRES_PASSWORD"}
    assert not secret & service["environment"].keys()
    for name, value in service["environment"].items():
        if name.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in service["secrets"]


def test_only_web_and_stream_are_published_and_on_loopback_only() -> None:
    published = {name: each["ports"] for name, each in SERVICES.items() if "ports" in each}
    stream = "${STREAM_PORT:-8001}"
    assert published == {
        "web": ["127.0.0.1:${PORT:-8000}:8000"],
        "stream": [f"127.0.0.1:{stream}:{stream}"],
    }
    assert COMPOSE["networks"]["database"] == {"internal": True}


def test_the_data_outlives_the_container() -> None:
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert SERVICES["postgres"]["volumes"] == ["database:/var/lib/postgresql"]
    assert "database" in COMPOSE["volumes"]


def test_both_processes_know_the_ports_by_which_they_are_reached() -> None:
    for name in ("web", "stream"):
        environment = SERVICES[name]["environment"]
        assert environment["PORT"] == "${PORT:-8000}"
        assert environment["STREAM_PORT"] == "${STREAM_PORT:-8001}"


@pytest.mark.parametrize("name", ["web", "stream"])
def test_each_waits_for_a_prepared_database(name: str) -> None:
    assert "healthcheck" in SERVICES["postgres"] and "healthcheck" in SERVICES[name]
    waits = {name: each["condition"] for name, each in SERVICES[name]["depends_on"].items()}
    assert waits == {"postgres": "service_healthy", "prepare": "service_completed_successfully"}


def test_the_image_holds_every_file_that_the_service_reads() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    let_in = (ROOT / ".dockerignore").read_text().splitlines()
    for needed in ("tracker", "ceasefires", "fixtures", "docs/openapi.yaml"):
        assert f"\nCOPY {needed} " in dockerfile
        assert f"!{needed}" in let_in
