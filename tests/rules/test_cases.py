"""The worked cases, where the folder that holds them stands beside the repository."""

import json
from pathlib import Path
from typing import Any

import pytest

from ceasefires.rules.derive import derive
from tests.cases import CaseReader, instant

CASES = Path(__file__).resolve().parents[3] / "shared" / "design" / "cases.json"


def worked_cases() -> list[Any]:
    if not CASES.exists():
        absent = pytest.mark.skip(reason="the worked cases (../shared/design) are not here")
        return [pytest.param(None, marks=absent)]
    return [pytest.param(case, id=case["name"]) for case in json.loads(CASES.read_text())]


@pytest.mark.parametrize("case", worked_cases())
def test_each_worked_case_has_the_answer_it_expects(case: dict[str, Any]) -> None:
    facts = CaseReader(case["facts"]).read()

    state = derive(facts, instant(case["at"]), instant(case["known_at"]))

    found = {
        "status": state.status,
        "compliance": state.compliance,
        "projected": state.projected,
    }
    assert found == {key: case["expect"][key] for key in found}
