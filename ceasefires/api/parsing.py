"""JSON as it is taken: in UTF-8, and each name once in its object."""

import json
from typing import Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

LONGEST_NAME = 100


class JSONParser(BaseParser):
    """Strict twice over: orjson knows what JSON is, but of two equal names takes the last."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        text = stream.read()
        try:
            said = orjson.loads(text)
            json.loads(text, object_pairs_hook=_refuse_repeated)
        except RecursionError:
            raise ParseError("The body is nested too deeply.") from None
        except ValueError as error:
            raise ParseError(f"The body is not JSON that is taken: {error}.") from error
        return said


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> None:
    met = set()
    for name, _value in pairs:
        if name in met:
            raise ValueError(f"“{name[:LONGEST_NAME]}” is given twice")
        met.add(name)
