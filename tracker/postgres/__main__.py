"""`python -m tracker.postgres COMMAND…`: run it with DATABASE_URL set to a throw-away server."""

import os
import signal
import subprocess
import sys

from tracker.postgres.errors import PostgresUnavailable
from tracker.postgres.server import throwaway


def main(command: list[str]) -> int:
    # A terminated run must still remove the server: let the signal unwind the stack.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with throwaway() as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Name the command to run: python -m tracker.postgres COMMAND…")
    try:
        sys.exit(main(sys.argv[1:]))
    except PostgresUnavailable as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
