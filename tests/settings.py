"""The tests' settings: those of the service, on a throw-away database.

pytest-django reads the settings before any conftest, so what they need is settled here: the
first process to come here (the workers of pytest-xdist inherit its environment) starts a server
unless DATABASE_URL names one. That server ends when its stdin does: at the run's end, however
the run ends.
"""

import atexit
import os
import subprocess
import sys

if not os.environ.get("DATABASE_URL"):
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tracker.postgres", "sh", "-c", 'echo "$DATABASE_URL"; exec cat'],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests: their end is the server's
    )
    os.environ["DATABASE_URL"] = keeper.stdout.readline().strip()
    if not os.environ["DATABASE_URL"]:
        sys.exit("The tests have no database; the reason is given above.")
    atexit.register(keeper.communicate)

os.environ.setdefault("SECRET_KEY", "for-tests-alone")

from tracker.settings import *  # noqa: E402, F403

# Templates name static files that no one has collected.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PAGE_CACHE_BYTES = 0  # tests of it make their own
TOKEN_FAILURES = WHOLE_LISTS_PER_MINUTE = 1_000_000  # all tests ask from one address
