"""The tests' own database, for other processes."""

import os
import re

from django.db import connection


def url() -> str:
    """Its address, once it is set up."""
    name = connection.settings_dict["NAME"]
    return re.sub(r"(?<=/)[^/?]*(?=\?|$)", name, os.environ["DATABASE_URL"], count=1)
