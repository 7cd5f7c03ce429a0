"""What many operations share: said once in the OpenAPI document, and referred to."""

from typing import Any

from ceasefires.choices import VOCABULARIES

from .fields.base import optional
from .fields.citations import CitationsField
from .fields.groups import FUZZY_SCHEMA, EstimateField, FuzzyInstantField, QuantityField
from .fields.references import (
    LEAF_SCHEMA,
    OPTIONAL_LEAF_SCHEMA,
    REFERENCE_SCHEMA,
    UUID_LEAF_SCHEMA,
    LeavesField,
    OptionalLeafField,
    ViolationLeafField,
)

TOLD_BESIDE = ("description", "readOnly")  # of a place, beside what it refers to
LEAVES: Any = LeavesField("")
SCHEMAS: dict[str, Any] = {
    "Citations": CitationsField.shows,
    "CitationsWritten": CitationsField.takes,
    "Estimate": EstimateField.shows,
    "EstimateWritten": EstimateField().takes,
    "FuzzyInstant": FUZZY_SCHEMA,
    "FuzzyInstantWritten": FuzzyInstantField().takes,
    "Leaf": LEAF_SCHEMA,
    "Leaves": LEAVES.shows,
    "OptionalLeaf": OPTIONAL_LEAF_SCHEMA,
    "Quantity": QuantityField.shows,
    "Reference": REFERENCE_SCHEMA,
    "References": LEAVES.takes,
    "OptionalReference": OptionalLeafField.takes,
    "ViolationLeaf": UUID_LEAF_SCHEMA,
    "ViolationReference": ViolationLeafField.takes,
}


def _camel(name: str) -> str:
    return name.title().replace("_", "")


for _name, _vocabulary in VOCABULARIES.items():
    _values = {"type": "string", "enum": [each.value for each in _vocabulary]}
    SCHEMAS[_camel(_name)] = _values
    SCHEMAS[f"Optional{_camel(_name)}"] = optional(_values)


def shared(document: dict[str, Any], kind: str, named: dict[str, Any]) -> None:
    """Replace, wherever they stand, what equals something named by a reference to it."""
    for part in ("paths", "components"):
        document[part] = _referring(document[part], kind, named)
    used = str(document)
    components = document["components"].setdefault(kind, {})
    for name, value in named.items():
        if f"#/components/{kind}/{name}'" in used:
            components[name] = value


def name_titled(document: dict[str, Any]) -> None:
    """Make a component of every object with a title, by which clients then know it."""
    found: dict[str, Any] = {}
    for part in ("paths", "components"):
        document[part] = _untitled(document[part], found)
    document["components"]["schemas"] |= found


def _untitled(node: Any, found: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_untitled(each, found) for each in node]
    if not isinstance(node, dict):
        return node
    inner = {key: _untitled(value, found) for key, value in node.items()}
    if not isinstance(name := inner.get("title"), str):
        return inner
    del inner["title"]
    assert found.setdefault(name, inner) == inner, f"two objects are called {name}"
    return {"$ref": f"#/components/schemas/{name}"}


def _referring(node: Any, kind: str, named: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_referring(each, kind, named) for each in node]
    if not isinstance(node, dict):
        return node
    told = {key: node[key] for key in TOLD_BESIDE if key in node}
    bare = {key: value for key, value in node.items() if key not in TOLD_BESIDE}
    for name, value in named.items():
        if node == value:
            return {"$ref": f"#/components/{kind}/{name}"}
        if bare == value:
            return {"$ref": f"#/components/{kind}/{name}"} | told
    return {key: _referring(value, kind, named) for key, value in node.items()}
