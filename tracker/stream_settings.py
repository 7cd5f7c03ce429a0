"""Settings of the live feed's process: those of the service, less what is there for pages."""

from tracker.settings import *  # noqa: F403

ROOT_URLCONF = "ceasefires.api.stream.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "ceasefires.api.middleware.CrossOriginReads",
    "django.middleware.common.CommonMiddleware",
]
