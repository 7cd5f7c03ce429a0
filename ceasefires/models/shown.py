"""SQL expressions of values as the API shows them."""

import re
from typing import Any

from django.db.models import Case, F, Func, Model, TextField, Value, When
from django.db.models.functions import Concat, NullIf

from ceasefires.spreadsheets import RISKY

from .source import Source

FORMULA = f"^(?='*[{re.escape(''.join(RISKY))}])"


def or_null(column: Any) -> NullIf:
    """A text, or null where it is empty."""
    return NullIf(column, Value(""), output_field=TextField())


class Utc(Func):
    """An instant as RFC 3339 with Z."""

    output_field = TextField()
    template = (
        "replace(to_char(%(expressions)s AT TIME ZONE 'UTC',"
        " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), '.000000Z', 'Z')"
    )


class Local(Func):
    """An instant, and the name of a zone: the local time there, with its offset."""

    output_field = TextField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        (at, _), (zone, _) = map(compiler.compile, self.get_source_expressions())  # columns both
        wall, away = f"({at} AT TIME ZONE {zone})", f"({at} AT TIME ZONE 'UTC')"
        ahead = f"({wall} - {away})"
        sql = (
            f"replace(to_char({wall}, 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '.000000', '')"
            f" || CASE WHEN {ahead} < '0' THEN '-' ELSE '+' END"
            f" || to_char(greatest({ahead}, -{ahead}),"
            f" CASE WHEN extract(second FROM {ahead}) = 0 THEN 'HH24:MI' ELSE 'HH24:MI:SS' END)"
        )
        return sql, []


class IsoDuration(Func):
    """A duration as ISO 8601, where ``intervalstyle`` is so: in hours, which do not vary."""

    output_field = TextField()
    template = "CAST(make_interval(secs => extract(epoch FROM %(expressions)s)) AS text)"


class Escaped(Func):
    """A text as ``ceasefires.spreadsheets.escaped`` gives it."""

    function = "regexp_replace"
    output_field = TextField()

    def __init__(self, text: Any) -> None:
        super().__init__(text, Value(FORMULA), Value("'"))


def name_of(path: str, model: type[Model]) -> Any:
    """What a record that is referred to is called, as its ``str`` gives it."""
    if issubclass(model, Source):
        titled = Concat(F(f"{path}__publisher"), Value(": "), F(f"{path}__title"))
        return Case(When(**{f"{path}__title": ""}, then=F(f"{path}__publisher")), default=titled)
    return F(f"{path}__name")
