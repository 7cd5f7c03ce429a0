"""The page on which files are imported: who may, what it shows, and what it leaves behind."""

import base64
import csv
import io
import tempfile
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ceasefires.interchange.formats import FORMATS
from ceasefires.models import Party, Source, Version
from tests.interchange.parties import Parties
from tests.people import make_user

pytestmark = pytest.mark.django_db

PAGE = "/admin/ceasefires/source/import/"
LIST = reverse("admin:ceasefires_source_changelist")
GOOD = "slug,name\na,A\nb,B\n"
MAY = {"monitor": False, "editor": True, "admin": True}


@pytest.fixture(autouse=True)
def parties(monkeypatch):
    monkeypatch.setitem(FORMATS, "parties", Parties())


def client_of(role):
    client = Client()
    client.force_login(make_user(role))
    return client


@pytest.fixture
def editor():
    return client_of("editor")


def sent(content=GOOD, name="a.csv", **values):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return {"format": "parties", "file": file, "how": "dry_run", "margin": "0"} | values


def errors(response):
    assert response.status_code == 200
    assert response.context["done"] is None
    return {name: [*each] for name, each in response.context["adminform"].form.errors.items()}


@pytest.mark.parametrize(("role", "may"), MAY.items())
def test_editors_and_admins_may_import(role, may):
    client = client_of(role)
    assert client.get(PAGE).status_code == (200 if may else 403)
    response = client.post(PAGE, sent(how="whole"))
    assert response.status_code == (200 if may else 403)
    assert Party.objects.exists() == may
    assert (PAGE in client.get(LIST).content.decode()) == may


def test_nobody_imports_without_logging_in(client):
    for response in (client.get(PAGE), client.post(PAGE, sent(how="whole"))):
        assert response.status_code == 302 and "/login/" in response["Location"]
    assert not Party.objects.exists()


def test_a_form_of_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("editor"))
    assert client.post(PAGE, sent(how="whole")).status_code == 403
    assert not Party.objects.exists()


def test_a_dry_run_is_chosen_first_and_writes_nothing(editor):
    assert editor.get(PAGE).context["adminform"].form["how"].value() == "dry_run"
    page = editor.post(PAGE, sent()).content.decode()
    assert "Dry run: nothing was written" in page and "<td>2</td>" in page
    assert not Party.objects.exists() and not Version.objects.exists()


def test_what_was_imported_is_told_and_its_editor_remembered(editor):
    page = editor.post(PAGE, sent(how="whole", published="2024-06-30")).content.decode()
    source = Source.objects.get()
    assert "<h2>Imported</h2>" in page and source.slug in page
    assert (source.file.name, f"{source.published.at:%Y-%m-%d}") == ("a.csv", "2024-06-30")
    user = editor.session["_auth_user_id"]
    assert {str(each.editor) for each in Version.objects.all()} == {user}


def test_refused_rows_are_shown_and_undo_all(editor):
    page = editor.post(PAGE, sent(GOOD + "c,\n", how="whole")).content.decode()
    assert "Nothing was written: rows were refused" in page
    assert "is empty: it is needed." in page
    assert not Party.objects.exists()


def test_good_rows_are_kept_where_that_is_asked(editor):
    page = editor.post(PAGE, sent(GOOD + "c,\n", how="good")).content.decode()
    assert "<h2>Imported</h2>" in page
    assert Party.objects.count() == 2


def reported(page):
    address = page.partition("data:text/csv;charset=utf-8;base64,")[2].partition('"')[0]
    return list(csv.DictReader(io.StringIO(base64.b64decode(address).decode())))


def test_the_first_200_refusals_are_shown_and_all_are_in_the_report(editor):
    rows = "".join(f"p{n},\n" for n in range(201))
    page = editor.post(PAGE, sent(f"slug,name\n{rows}")).content.decode()
    assert "The first 200 of 201 findings" in page
    assert page.count("is empty: it is needed.") == 200
    assert [each["line"] for each in reported(page)] == [str(n) for n in range(2, 203)]
    assert 'download="a.csv.report.csv"' in page


def test_a_report_holds_so_many_findings_and_says_how_many_it_lacks(editor, monkeypatch):
    monkeypatch.setattr("ceasefires.admin.uploading.IN_REPORT", 3)
    page = editor.post(PAGE, sent("slug,name\n" + "p,\n" * 5)).content.decode()
    assert len(reported(page)) == 3 and "without the last 2 findings" in page


def test_what_a_file_holds_is_shown_as_text(editor):
    page = editor.post(PAGE, sent("slug,name\n<b>,<i>x</i>\n", name="<u>.csv")).content.decode()
    assert "<b>," not in page and "<i>" not in page and "<u>" not in page


UNREADABLE = {
    "empty": (b"", "The submitted file is empty."),
    "lacking columns": ("a,b\n1,2\n", "Line 1 lacks columns: slug, name. It has: a, b."),
    "in UTF-16": ("\ufeffslug,name\n".encode("utf-16-le"), "The file is in UTF-16."),
    "no ZIP": (b"PK\x03\x04", "The ZIP is broken"),
}


@pytest.mark.parametrize(("content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_told_at_its_field(editor, content, told):
    (said,) = errors(editor.post(PAGE, sent(content)))["file"]
    assert said.startswith(told)


WRONG = {
    "no format": ({"format": ""}, "format"),
    "no such format": ({"format": "nonsense"}, "format"),
    "no file": ({"file": ""}, "file"),
    "no such way": ({"how": "anyhow"}, "how"),
    "no day": ({"published": "2024-02-30"}, "published"),
    "a day to come": ({"published": "2999-01-01"}, "published"),
    "a day of no calendar": ({"published": "0025-01-01"}, "published"),
    "a margin below nothing": ({"margin": "-1"}, "margin"),
    "a margin beyond a year": ({"margin": "367"}, "margin"),
    "no margin": ({"margin": ""}, "margin"),
    "complete, and not whole": ({"complete": "on", "how": "good"}, "complete"),
    "a NUL": ({"format": "par\x00ties"}, "format"),
}


@pytest.mark.parametrize(("values", "field"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_taken_is_told_at_its_field(editor, values, field):
    assert errors(editor.post(PAGE, sent(**values))).keys() == {field}
    assert not Party.objects.exists()


def test_a_format_that_spares_what_is_refused_may_be_complete_and_not_whole(editor):
    values = sent(format="ucdp-ged", complete="on", how="good")
    assert "complete" not in errors(editor.post(PAGE, values))


def test_a_file_may_be_just_so_large(editor, settings):
    settings.IMPORT_UPLOAD_BYTES = len(GOOD)
    assert editor.post(PAGE, sent()).context["done"]
    settings.IMPORT_UPLOAD_BYTES -= 1
    assert errors(editor.post(PAGE, sent()))["file"] == ["The file is larger than 1.7e-05 MB."]


def test_a_zip_may_unpack_to_ten_times_as_much(editor, settings):
    settings.IMPORT_UPLOAD_BYTES = 1000
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"slug,name\n" + b"a,A\n" * 2500)
    told = errors(editor.post(PAGE, sent(packed.getvalue())))["file"]
    assert told == ["The ZIP holds more than the 10,000 bytes that are read of one."]


def test_a_file_that_is_too_large_in_several_pieces_is_passed_over(editor, settings):
    settings.IMPORT_UPLOAD_BYTES = 1_000_000
    content = b"slug,name\n" + b"a,A\n" * 1_000_000
    assert errors(editor.post(PAGE, sent(content)))["file"] == ["The file is larger than 1 MB."]


@pytest.mark.parametrize(
    "name", ["a" * 250 + ".csv", "é" * 200 + ".csv", "a\nb.csv", ".csv", "a/b"]
)
def test_any_name_of_a_file_is_taken(editor, name):
    assert editor.post(PAGE, sent(name=name)).context["done"]


def test_nothing_of_a_file_stays_on_disk(editor, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for content in (GOOD, "a\n1\n", b"too,large,for,memory\n" * 200_000):
        editor.post(PAGE, sent(content, how="whole"))
    assert [*tmp_path.iterdir()] == []


def test_an_import_that_is_running_is_told(editor, monkeypatch):
    from ceasefires.interchange.importing import Busy

    def busy(*_):
        raise Busy("Another import of parties is running.")

    monkeypatch.setattr("ceasefires.admin.uploading.run", busy)
    assert errors(editor.post(PAGE, sent()))["file"] == ["Another import of parties is running."]


def test_a_source_shows_its_file(editor):
    editor.post(PAGE, sent(how="whole"))
    source = Source.objects.get()
    page = editor.get(reverse("admin:ceasefires_source_change", args=[source.pk]))
    assert f"a.csv (parties; SHA-256 {source.file.sha256}): 2 read, 2 created" in (
        page.content.decode()
    )
