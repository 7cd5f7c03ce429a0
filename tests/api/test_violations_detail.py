"""One violation."""

from tests import factories
from tests.factories import instant

from .shapes import ids


def test_a_violation_adds_its_reports_to_its_row(api):
    act = factories.make_violation()
    made = [factories.make_report(violation=act) for _ in range(2)]
    reports = sorted(made, key=lambda each: each.pk)
    factories.make_report(violation=factories.make_violation(occurred=factories.FuzzyInstant()))
    row = api.rows("violations/")[0]
    assert api.body(f"violations/{act.pk}/") == row | {
        "reports": [api.body(f"reports/{each.pk}/") for each in reports]
    }


def test_a_report_published_later_is_left_out_of_what_was_known(api):
    act = factories.make_violation()
    early, late = [
        factories.make_report(violation=act, known_from=instant(f"2014-08-0{day}T00:00Z"))
        for day in (6, 7)
    ]
    then = api.body(f"violations/{act.pk}/", known_at="2014-08-06T12:00:00Z")
    assert ids(then["reports"]) == [str(early.pk)]
    now = ids(api.body(f"violations/{act.pk}/")["reports"])
    assert sorted(now) == sorted([str(early.pk), str(late.pk)])


def test_an_act_not_yet_reported_is_404(api):
    act = factories.make_violation()
    response = api.get(f"violations/{act.pk}/", {"known_at": "2014-08-06T08:59:59Z"})
    assert response.status_code == 404


def test_an_unknown_violation_is_404(api):
    assert api.get("violations/01914e3e-0000-7000-8000-000000000000/").status_code == 404
