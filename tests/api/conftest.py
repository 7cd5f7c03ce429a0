"""What the tests of the API share."""

import pytest
from django.db import transaction
from icalendar import Calendar

from .client import ApiClient
from .filter_cases import RESOURCES
from .five import FIVE_ROWS


@pytest.fixture
def api(db):
    """A client whose every answer is held to docs/openapi.yaml."""
    return ApiClient()


@pytest.fixture(scope="module")
def world(request, django_db_setup, django_db_blocker):
    """The name of a resource whose two rows are there, made once for a module's tests of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        RESOURCES[request.param].make_rows()
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def five(request, django_db_setup, django_db_blocker):
    """The name of a resource that has five rows, made once for a module's tests of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        FIVE_ROWS[request.param]()
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def events(api):
    """The events of a calendar, by what is before the @ in their UIDs."""

    def events(path="ceasefires/truce/calendar.ics", **parameters):
        response = api.get(path, parameters)
        assert response.status_code == 200, response.content
        found = Calendar.from_ical(response.content).walk("VEVENT")
        return {str(each["uid"]).partition("@")[0]: each for each in found}

    return events
