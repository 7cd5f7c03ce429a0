"""Imports tables that a test gives as text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ceasefires.interchange.findings import Finding
from ceasefires.interchange.importing import Format, Options, Outcome, run


class Importer:
    """Imports as one format; ``told`` are the findings of the last import."""

    def __init__(self, format: Format, folder: Path) -> None:
        self.format, self.folder = format, folder
        self.told: list[Finding] = []

    def __call__(self, content: str | bytes, name: str = "a.csv", **options: Any) -> Outcome:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.of(path, **options)

    def of(self, *paths: Path, **options: Any) -> Outcome:
        self.told = []
        tell: Callable[[Finding], None] = self.told.append
        return run(self.format, paths, Options(**options), tell, lambda _: None)

    @property
    def reasons(self) -> list[tuple[int, str, str]]:
        return [(each.line, each.field, each.reason) for each in self.told]
