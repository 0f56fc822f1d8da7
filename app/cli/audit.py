"""flask audit verify: walk the whole trace."""

import sys

from app.cli.commands import Commands
from app.core import audit

group = Commands("audit", help="The trace of every change.")


@group.command("verify")
def verify() -> None:
    """Find changed, removed or inserted rows; exits 1 when there is one."""
    breaks = list(audit.verify())
    for one in breaks:
        print(f"event {one.seq}: {one.what}")
    if breaks:
        sys.exit(1)
    print("the trace is whole")
