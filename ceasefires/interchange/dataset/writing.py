"""Tables are written by the database itself, as they were at one instant, in constant memory."""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from ceasefires.snapshots import snapshot

from .package import Written, resource_path
from .tables import Table

BUFFER = 1_000_000  # bytes
# JSON holds no such characters, so that nothing of a line is ever quoted.
AS_IT_IS = r"FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02'"
FORMS = {"csv": "FORMAT csv, HEADER", "ndjson": AS_IT_IS}


class Hashed(io.RawIOBase):
    """A new file, hashed as it is written."""

    def __init__(self, path: Path) -> None:
        self._file, self._digest, self.size = path.open("xb", 0), hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        written = self._file.write(piece)
        self._digest.update(piece[:written])
        self.size += written
        return written

    def close(self) -> None:
        """Onto the disk, so that no crash leaves half of it under its name."""
        if not self.closed:
            os.fsync(self._file.fileno())
            self._file.close()
        super().close()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def reading() -> Iterator[Any]:
    """A cursor that reads the database as it is at one instant."""
    with snapshot(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL intervalstyle = iso_8601")
        yield cursor


def write(cursor: Any, table: Table, form: str, folder: Path) -> Written:
    path = resource_path(table.name, form)
    out = Hashed(folder / path)
    copied = f"COPY ({_query(cursor, table, form)}) TO STDOUT ({FORMS[form]})"
    with io.BufferedWriter(out, BUFFER) as buffered, connection.wrap_database_errors:
        cursor.copy_expert(copied, buffered)
    return Written(table, form, path, cursor.rowcount, out.size, out.sha256)


def _query(cursor: Any, table: Table, form: str) -> str:
    cells = [each.cell() if form == "csv" else each.selected() for each in table.columns]
    names = ", ".join(f'"{each.name}"' for each in table.columns)
    sql, given = table.rows.values_list(*cells).query.sql_with_params()
    rows = cursor.mogrify(sql, given).decode()
    return (
        f"SELECT {'line.*' if form == 'csv' else 'row_to_json(line)'} FROM ({rows}) line({names})"
    )
