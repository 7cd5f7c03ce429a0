"""The tests' own database, for other processes."""

import os
import re

from django.db import connection


def url() -> str:
    """Its address, once it is set up."""
    name = connection.settings_dict["NAME"]
    assert name.startswith("test_"), "a module without the mark django_db has no database"
    return re.sub(r"(?<=/)[^/?]*(?=\?|$)", name, os.environ["DATABASE_URL"], count=1)
