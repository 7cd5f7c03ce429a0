"""The ASGI entry point: the live feed, in a process beside the web server."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.stream_settings"
django.setup()

from ceasefires.api.stream.application import Application  # noqa: E402

application = Application()
