"""The live feed alone, beside a web server that runs elsewhere: `manage.py stream`."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tracker import serving


class Command(BaseCommand):
    help = "Serve the live feed of changes until Ctrl-C; `serve` does so by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, host: str, **options: Any) -> None:
        serving.stream(host, settings.STREAM_PORT, clients=settings.STREAM_CLIENTS)
