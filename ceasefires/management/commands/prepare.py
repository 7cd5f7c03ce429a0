"""Make a database ready to be served: `manage.py prepare`."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker import first_run


class Command(BaseCommand):
    help = "Migrate, and load the fixture into a database that never held it."

    def handle(self, *args: Any, **options: Any) -> None:
        with first_run.alone_on_database():
            first_run.migrate_and_seed(self.stdout)
