"""Whatever is asked of any address, the answer is one that the document promises."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories

from .client import ApiClient
from .contract import document, resolved
from .filter_cases import ONE
from .worlds import violations

ODD = ["", " ", "\x00", "\ufffd", "-1", "0", "NaN", "١", "'", '"', "\\", "%", "a,b", "null", "🕊"]
TEXTS = st.one_of(st.sampled_from(ODD), st.text(max_size=30))
INSTANTS = st.builds(
    "{}-{}-{}T{}:00:00{}".format,
    st.sampled_from(["0000", "0001", "1799", "1800", "2014", "2199", "2200", "9999"]),
    st.sampled_from(["01", "02", "12", "13"]),
    st.sampled_from(["01", "29", "31"]),
    st.sampled_from(["00", "23", "24"]),
    st.sampled_from(["Z", "+00:00", "-15:59", "+16:00", "+23:59", "-24:00", "+24:00", ""]),
)
NONE = st.just([])
PATHS = {
    path.replace("{slug}", "one-x").replace("{id}", ONE): methods["get"]
    for path, methods in document()["paths"].items()
    if "get" in methods
}


def values_of(parameter):
    """What a parameter may be given: of its own kind, or of none."""
    schema = parameter["schema"].get("items", parameter["schema"])
    kinds = [TEXTS]
    if "enum" in schema:
        kinds.append(st.sampled_from(schema["enum"]))
    if schema.get("format") == "date-time":
        kinds.append(INSTANTS)
    if schema.get("type") == "integer":
        kinds.append(st.integers(-2, 2**65).map(str))
    return st.lists(st.one_of(kinds), min_size=1, max_size=2)


@st.composite
def questions(draw):
    """An address, and some of the parameters that it takes with values good and bad."""
    path = draw(st.sampled_from(sorted(PATHS)))
    parameters = [resolved(each) for each in PATHS[path]["parameters"]]
    asked = {each["name"]: values_of(each) for each in parameters if each["in"] == "query"}
    names = draw(
        st.lists(st.sampled_from(sorted(asked)), max_size=4, unique=True) if asked else NONE
    )
    return path, {name: draw(asked[name]) for name in names}


@pytest.fixture
def rows(db):
    violations()
    factories.make_report()


@pytest.mark.usefixtures("rows")
@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(question=questions())
def test_any_question_gets_an_answer_that_is_promised(question):
    path, asked = question
    response = ApiClient().get(path, asked)
    if response.status_code == 400:
        errors = response.json()["errors"]
        assert {error["parameter"] for error in errors} <= set(asked) | {"group_by"}
    else:
        assert response.status_code in (200, 307, 404)


@pytest.mark.usefixtures("rows")
@settings(max_examples=100, deadline=None)
@given(query=st.binary(max_size=60))
def test_any_bytes_for_a_query_get_an_answer_that_is_promised(query):
    raw = query.decode("latin-1")
    assert ApiClient().get("/api/v1/violations/", QUERY_STRING=raw).status_code in (200, 400)
