"""Files are imported by editors from a page too: as by the command, a dry run first."""

import base64
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from ceasefires.interchange.findings import Finding, Writer
from ceasefires.interchange.formats import FORMATS, SPARING
from ceasefires.interchange.importing import WIDEST_MARGIN, Busy, Options, Outcome, run
from ceasefires.interchange.reading import Unreadable
from ceasefires.models.constraints import EARLIEST
from ceasefires.refusals import refusal_of
from ceasefires.roles import CHECK

WRITTEN = ("source", "party", "conflict", "ceasefire", "violation")
NEEDED = [CHECK, *(f"ceasefires.{verb}_{each}" for verb in ("add", "change") for each in WRITTEN)]
SHOWN, IN_REPORT = 200, 10_000
UNPACKED = 10  # times what may be uploaded: as much as a ZIP of text holds, and no more
NAME, LONGEST_NAME = re.compile(r"[^\w. -]"), 60
DRY_RUN, WHOLE, GOOD = "dry_run", "whole", "good"
HOW = {
    DRY_RUN: "Dry run: show what would become of each row, and write nothing",
    WHOLE: "Import all rows, or nothing where any is refused",
    GOOD: "Import the rows that are not refused",
}

ROWS: Any = ["format", "file", "how", ("published", "complete", "margin")]


def may_import(user: Any) -> bool:
    """Editors and admins: an import writes records of many kinds."""
    return bool(user.has_perms(NEEDED))


class Bounded(FileUploadHandler):
    """Passes over a file that is larger than may be uploaded, whatever its request announces."""

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.IMPORT_UPLOAD_BYTES:
            self.request.too_large = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class ImportForm(forms.Form):
    required_css_class = "required"
    format = forms.ChoiceField()
    file = forms.FileField(max_length=255)
    how = forms.ChoiceField(choices=[*HOW.items()], widget=forms.RadioSelect, initial=DRY_RUN)
    published = forms.DateField(
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text="The day on which the file was published; empty: public from the import on.",
    )
    complete = forms.BooleanField(
        required=False, help_text="Withdraw what was imported before and this does not tell of."
    )
    margin = forms.IntegerField(
        label="Match margin",
        min_value=0,
        max_value=WIDEST_MARGIN,
        initial=0,
        help_text="Days before and after a ceasefire of which acts are kept too.",
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [(name, each.title) for name, each in FORMATS.items()]
        self.fields["file"].help_text = f"At most {_megabytes()}: import larger ones by command."
        self.too_large = too_large

    def clean_published(self) -> Any:
        day = self.cleaned_data["published"]
        if day and not EARLIEST.date() <= day <= timezone.now().date():
            raise ValidationError("Give a day that is past.")
        return day

    def clean(self) -> dict[str, Any] | None:
        if self.too_large:
            self.errors["file"] = self.error_class([f"The file is larger than {_megabytes()}."])
        given = self.cleaned_data
        sparing = given.get("format") in SPARING
        if given.get("complete") and given.get("how") == GOOD and not sparing:
            told = "What a refused row tells of would be taken for gone: import all rows."
            self.add_error("complete", told)
        return super().clean()

    def asked_by(self, user: Any) -> Options:
        given = self.cleaned_data
        return Options(
            published=given["published"],
            keep_good=given["how"] == GOOD,
            dry_run=given["how"] == DRY_RUN,
            complete=given["complete"],
            margin=given["margin"],
            editor=user.pk,
            most=UNPACKED * settings.IMPORT_UPLOAD_BYTES,
        )


def _megabytes() -> str:
    return f"{settings.IMPORT_UPLOAD_BYTES / 1_000_000:g} MB"


class Findings:
    """The first findings, some to be shown and more for the report, and how many there are."""

    def __init__(self) -> None:
        self.shown: list[Finding] = []
        self.count = 0
        self._report = io.StringIO()
        self._write = Writer(self._report)

    def tell(self, finding: Finding) -> None:
        self.count += 1
        if self.count <= SHOWN:
            self.shown.append(finding)
        if self.count <= IN_REPORT:
            self._write(finding)

    @property
    def address(self) -> str:
        """The report itself, so that nothing of it has to be kept here."""
        content = base64.b64encode(self._report.getvalue().encode()).decode()
        return f"data:text/csv;charset=utf-8;base64,{content}"

    @property
    def left_out(self) -> int:
        return max(0, self.count - IN_REPORT)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an import, as the page shows it."""

    outcome: Outcome
    findings: Findings
    dry_run: bool

    def results(self) -> list[tuple[str, dict[str, int], str]]:
        """Each file with its counts by name, and its source."""
        return [(each.file, vars(each.counts), each.source) for each in self.outcome.results]


@contextmanager
def kept_for_now(upload: Any) -> Iterator[Path]:
    """The path of an uploaded file, under its own name, as far as that is one."""
    with tempfile.TemporaryDirectory(prefix="ceasefires-") as folder:
        name = NAME.sub("_", upload.name)[-LONGEST_NAME:].lstrip(".") or "upload"
        place = Path(folder) / name
        with place.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
        yield place


def imported(form: ImportForm, user: Any) -> Done | None:
    """What came of it; None where nothing did, which the form then says."""
    findings, options = Findings(), form.asked_by(user)
    format = FORMATS[form.cleaned_data["format"]]
    try:
        with kept_for_now(form.cleaned_data["file"]) as place:
            outcome = run(format, [place], options, findings.tell, lambda _: None)
    except (Unreadable, Busy) as error:
        form.add_error("file", str(error))
    except DatabaseError as error:
        if (refusal := refusal_of(error)) is None:
            raise
        form.add_error(None, refusal.message)
    else:
        return Done(outcome, findings, options.dry_run)
    return None


class ImportPage:
    """The admin of sources, with a page on which files are imported."""

    def get_urls(self) -> Sequence[URLPattern]:
        page = self.admin_site.admin_view(self.import_view)
        return [path("import/", page, name="ceasefires_source_import"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        shown = {"may_import": may_import(request.user)} | (extra_context or {})
        return super().changelist_view(request, shown)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not may_import(request.user):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = ImportForm(*sent, too_large=getattr(request, "too_large", False))
        done = imported(form, request.user) if form.is_valid() else None
        shown = {
            **self.admin_site.each_context(request),
            "title": "Import a file",
            "opts": self.opts,
            "adminform": AdminForm(form, [(None, {"fields": ROWS})], {}, model_admin=self),
            "done": done,
        }
        return TemplateResponse(request, "admin/ceasefires/source/import.html", shown)
