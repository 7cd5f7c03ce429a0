"""Events become acts of the ceasefires that they meet, with a report each."""

import pytest

from ceasefires.models import Report, Violation

from .event_files import ged, imported, make_truce

pytestmark = pytest.mark.django_db


def test_smoke(tmp_path):
    t = make_truce()
    out, told = imported(tmp_path / "a.csv", ged())
    print(out, told)
    print({k: v for k, v in vars(Violation.objects.get()).items()})
    print({k: v for k, v in vars(Report.objects.get()).items()})
    out, told = imported(tmp_path / "a.csv", ged(), complete=True)
    print(out, told)
    out, told = imported(tmp_path / "a.csv", ged(best=4), complete=True)
    print(out, told)
    out, told = imported(
        tmp_path / "a.csv", ged(date_start="2014-08-05", latitude=3), complete=True
    )
    print(out, told)
    out, told = imported(tmp_path / "a.csv", ged(id=3), complete=True)
    print(out, told)
    assert 0
