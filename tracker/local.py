"""What a checkout needs to serve itself: its own database and its own secret key, in `.data/`."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.postgres import Server

HOME = Path(__file__).resolve().parent.parent / ".data"

# Commands that touch no database need not wait for a server.
WITHOUT_DATABASE = {"help", "version", "--help", "--version", "collectstatic", "spectacular"}
# A request must not hold the database for long; work at the terminal may take its time.
ANSWERING_REQUESTS = {"serve", "stream", "runserver"}


def server() -> Server:
    return Server(HOME)


def given(name: str) -> bool:
    """Whether the environment names this setting, directly or as a file."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


@contextmanager
def environment(arguments: list[str]) -> Iterator[None]:
    """Run a management command on the database that `make serve` uses, and leave it as found."""
    command = arguments[1] if len(arguments) > 1 else "help"
    embedded = not given("DATABASE_URL")
    if command not in ANSWERING_REQUESTS:
        os.environ.setdefault("STATEMENT_TIMEOUT", "0")
    if (embedded or command == "serve") and not given("SECRET_KEY"):
        os.environ["SECRET_KEY_FILE"] = str(secret_key_file())
    if embedded and command not in WITHOUT_DATABASE and "--help" not in arguments:
        with server().in_use():
            yield
    else:
        yield


def secret_key_file() -> Path:
    """The path of this checkout's secret key, made at the first call.

    Linked into place when whole, so that of two first calls one wins and both read the same.
    """
    path = HOME / "secret_key"
    if not path.exists():
        HOME.mkdir(mode=0o700, exist_ok=True)
        draft = HOME / f"secret_key.{os.getpid()}"
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path
