"""A folder that holds the whole dataset, or is not there."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex
from time import monotonic

from django.conf import settings

from .package import DESCRIPTOR, NAME, Written, package, resource_path
from .tables import TABLES
from .texts import citation, readme
from .writing import FORMS, reading, write

BESIDE = {DESCRIPTOR, "README.md", "CITATION.cff", "LICENSE"}
TABLE_PATHS = {resource_path(table.name, form) for table in TABLES for form in FORMS}
Told = Callable[[Written, float], None]


class Unwritable(Exception):
    """Why a dataset cannot be written to a folder, and what to do about it."""


def export(folder: Path, *, replace: bool, told: Told) -> list[Written]:
    """Write the dataset to a folder; ``told`` each file and the seconds that it took.

    ``replace``: an earlier export may be there. Killed at any instant, it is whole or absent.
    """
    target = folder.resolve()
    _make_sure_of(target, replace)
    making = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        files = _fill(making, told)
        _put(making, target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return files


def _make_sure_of(target: Path, replace: bool) -> None:
    """That nothing is lost by putting an export there."""
    if not target.parent.is_dir():
        raise Unwritable(f"There is no folder {target.parent}: make it first.")
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not (target.is_dir() and replace):
        told = "name another folder, or give --replace where an earlier export is"
        raise Unwritable(f"{target} is there and not an empty folder: {told}.")
    if not _is_export(target):
        raise Unwritable(f"{target} holds no earlier export: name another folder.")
    if strange := _strange(target):
        raise Unwritable(f"{strange} is not of an export: move it away first.")


def _strange(target: Path) -> Path | None:
    """A file that no export has written there."""
    ours = {target / path for path in BESIDE | TABLE_PATHS}
    files = (path for path in target.rglob("*") if path.is_symlink() or not path.is_dir())
    return next((path for path in files if path not in ours), None)


def _is_export(target: Path) -> bool:
    try:
        descriptor = json.loads((target / DESCRIPTOR).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(descriptor, dict) and descriptor.get("name") == NAME


def _fill(folder: Path, told: Told) -> list[Written]:
    for each in (folder, *(folder / form for form in FORMS)):
        each.mkdir()
    files = list(_tables(folder, told))
    descriptor = json.dumps(package(files), indent=1, ensure_ascii=False)
    _write(folder / DESCRIPTOR, f"{descriptor}\n")
    _write(folder / "README.md", readme(files))
    _write(folder / "CITATION.cff", citation(files))
    _write(folder / "LICENSE", (settings.BASE_DIR / "LICENSE").read_text())
    return files


def _tables(folder: Path, told: Told) -> Iterator[Written]:
    with reading() as cursor:
        for table in TABLES:
            for form in FORMS:
                began = monotonic()
                file = write(cursor, table, form, folder)
                told(file, monotonic() - began)
                yield file


def _write(path: Path, text: str) -> None:
    with path.open("xb") as out:
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())


def _put(making: Path, target: Path) -> None:
    """Under its name all at once."""
    for each in (*(making / form for form in FORMS), making):
        _sync(each)
    former = making.with_name(f"{making.name}.former")
    if target.exists() and any(target.iterdir()):
        target.rename(former)
    making.rename(target)
    _sync(target.parent)
    shutil.rmtree(former, ignore_errors=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
