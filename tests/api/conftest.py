"""What the tests of the API share."""

import pytest

from .client import ApiClient


@pytest.fixture
def api(db):
    """A client whose every answer is held to docs/openapi.yaml."""
    return ApiClient()
