#!/usr/bin/env python
"""Django's command line for the ceasefire tracker, on the database that `make serve` uses."""

import os
import signal
import sys

try:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import InterfaceError, InternalError, OperationalError

    from tracker import local
    from tracker.postgres import PostgresUnavailable
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}: run `make serve` once, then `.venv/bin/python manage.py …`.")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    # A terminated command must still let go of its server: let the signal unwind the stack.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with local.environment(sys.argv):
            execute_from_command_line(sys.argv)
    except (PostgresUnavailable, ImproperlyConfigured) as reason:
        sys.exit(str(reason))
    except (OperationalError, InternalError, InterfaceError) as reason:
        sys.exit(f"The database does not answer as it should: {str(reason).strip()}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
