"""A token for a program that writes: `manage.py issue_token alice --role monitor`."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from ceasefires import tokens
from ceasefires.roles import ROLES

LONGEST_DAYS = 3650


class Command(BaseCommand):
    help = "Print a new token, alone on standard output. It is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="made where there is no such user")
        parser.add_argument("--role", default="", help=" or ".join(ROLES))
        parser.add_argument("--days", default=str(settings.TOKEN_DAYS), help="how long it lasts")

    def handle(self, *args: Any, username: str, role: str, days: str, **options: Any) -> None:
        if role not in ROLES:
            raise CommandError(f"Give --role {', '.join(ROLES[:-1])} or {ROLES[-1]}.")
        lifetime = timedelta(days=whole_days(days))
        try:
            token, text = tokens.issue(username=username, role=role, lifetime=lifetime)
        except tokens.Refused as refused:
            raise CommandError(str(refused)) from refused
        except (ProgrammingError, Group.DoesNotExist) as unprepared:
            raise CommandError("Run `manage.py prepare` first: there are no roles.") from unprepared
        self.stdout.write(text)
        told = (
            f"For {token.user} ({role}), until {token.expiry:%Y-%m-%d %H:%M} UTC. Shown this once."
        )
        self.stderr.write(told, str)


def whole_days(text: str) -> int:
    days = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
    if not 1 <= days <= LONGEST_DAYS:
        raise CommandError(f"Give --days as a whole number from 1 to {LONGEST_DAYS}.")
    return days
