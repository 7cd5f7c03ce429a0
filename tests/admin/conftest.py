"""Those who are logged in to the admin."""

import pytest
from django.test import Client

from tests.admin.pages import Pages
from tests.people import make_user


@pytest.fixture(autouse=True)
def static_root(settings, tmp_path):
    """Without collected files there is a folder for them, which the server would ask for."""
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def monitor(django_user_model) -> Pages:
    user = django_user_model.objects.create(username="monitor", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    return Pages(client)


@pytest.fixture
def enter():
    """Log a new user of some role in."""

    def enter(role: str) -> Pages:
        client = Client()
        client.force_login(make_user(role))
        return Pages(client)

    return enter
