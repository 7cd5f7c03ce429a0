"""What the dataset says of itself: a Data Package (https://datapackage.org, version 2)."""

import hashlib
from collections.abc import Collection, Sequence
from typing import NamedTuple

from .columns import Described
from .tables import Table

NAME, TITLE = "ceasefire-tracker", "Ceasefires and how they held"
DESCRIPTOR = "datapackage.json"
PROFILES = "https://datapackage.org/profiles/2.0/"
MEDIA_TYPES = {"csv": "text/csv", "ndjson": "application/x-ndjson"}
LICENCE = {"name": "Apache-2.0", "title": "Apache License 2.0", "path": "LICENSE"}


class Written(NamedTuple):
    """A file of the dataset; ``path`` is as seen from its folder."""

    table: Table
    form: str
    path: str
    rows: int
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """CSV, which most tools read, has the plain name."""
        return resource_name(self.table.name, self.form)


def package(files: Sequence[Written]) -> Described:
    # Of lines of JSON, Frictionless' own library wants at least one.
    listed = [each for each in files if each.rows or each.form == "csv"]
    names = {each.name for each in listed}
    return {
        "$schema": f"{PROFILES}datapackage.json",
        "name": NAME,
        "title": TITLE,
        "description": "README.md tells how to read it.",
        "version": version(files),
        "licenses": [LICENCE],
        "resources": [_resource(each, names) for each in listed],
    }


def version(files: Sequence[Written]) -> str:
    """The same for the same data."""
    told = "".join(f"{each.sha256}  {each.path}\n" for each in files)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _resource(file: Written, names: Collection[str]) -> Described:
    return {
        "$schema": f"{PROFILES}dataresource.json",
        "name": file.name,
        "type": "table",
        "path": file.path,
        "description": file.table.description,
        "format": file.form,
        "mediatype": MEDIA_TYPES[file.form],
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": _schema(file, names),
    }


def resource_name(table: str, form: str) -> str:
    return table if form == "csv" else f"{table}-{form}"


def resource_path(table: str, form: str) -> str:
    return f"{form}/{table}.{form}"


def _schema(file: Written, names: Collection[str]) -> Described:
    """With the foreign keys to resources that are listed."""
    table = file.table
    referred = [(each, resource_name(each.table, file.form)) for each in table.references]
    return {
        "$schema": f"{PROFILES}tableschema.json",
        "fields": [each.described() for each in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": [each.name], "reference": _referred(each.key, name, file.name)}
            for each, name in referred
            if name in names
        ],
    }


def _referred(key: str, name: str, own: str) -> Described:
    """Without a resource, a reference is to the table itself."""
    return {**({} if name == own else {"resource": name}), "fields": [key]}
