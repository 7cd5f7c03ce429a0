"""Everything that `make serve` does once the packages are installed: `manage.py serve`."""

import os
from argparse import ArgumentParser
from contextlib import nullcontext
from socket import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker import first_run, local, serving


class Command(BaseCommand):
    help = "Prepare the database, then serve until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 8000)
        parser.add_argument("--workers", type=int, default=os.environ.get("WORKERS") or 1)
        parser.add_argument("--threads", type=int, default=os.environ.get("THREADS") or 4)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        with self.reserve(host, port, "PORT"), self.reserve_beside(host, port) as beside:
            stream_port = beside.getsockname()[1]
            self.prepare()
        # Each of the two processes tells where the other is reached.
        os.environ |= {"PORT": str(port), "STREAM_PORT": str(stream_port)}
        self.stdout.write(f"Serving http://{host}:{port} (Ctrl-C stops)")
        self.stdout.flush()
        embedded = not local.given("DATABASE_URL")
        with (
            serving.kept_alive(local.server()) if embedded else nullcontext(),
            serving.streaming(host, stream_port, clients=settings.STREAM_CLIENTS),
        ):
            serving.serve(host, port, workers=options["workers"], threads=options["threads"])

    def reserve_beside(self, host: str, port: int) -> socket:
        """Of the ports for the live feed the one that is asked for, else the next, else any."""
        if asked := os.environ.get("STREAM_PORT"):
            return self.reserve(host, int(asked), "STREAM_PORT")
        try:
            return serving.reserve(host, port + 1)
        except (OSError, OverflowError):
            return serving.reserve(host, 0)

    def reserve(self, host: str, port: int, name: str) -> socket:
        try:
            return serving.reserve(host, port)
        except OSError as refused:
            reason = os.strerror(refused.errno) if refused.errno else refused
            raise CommandError(
                f"Port {port} cannot be served ({reason}): stop what uses it, "
                f"or take another with `make serve {name}={port + 10}`."
            ) from refused

    def prepare(self) -> None:
        with first_run.alone_on_database():
            first_run.migrate_and_seed(self.stdout)
            first_run.create_admin(self.stdout)
            first_run.collect_static()
