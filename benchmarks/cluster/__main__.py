"""`bin/cluster`: the site runs until Ctrl-C; servers and workers that end are started again."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from benchmarks.cluster.process import DidNotStartError
from benchmarks.cluster.topology import cluster


def main() -> int:
    """The command line. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="bin/cluster", description="A site of many machines as processes on this one.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("state-cluster"), help="default: %(default)s")
    parser.add_argument("--port", type=int, default=8080, help="where nginx listens (default: %(default)s)")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with cluster(arguments.folder, arguments.port, lambda what: print(f"Starting: {what}", flush=True)) as site:
            for part in site.parts():
                print(f"  {part.name:16} process {part.process_id}, log {part.log}")
            print(f"Ready: {site.address}/ (Ctrl-C stops everything)", flush=True)
            while True:
                for name in site.revive():
                    print(f"{name} ended and is started again", flush=True)
                time.sleep(1)
    except KeyboardInterrupt:
        return 0
    except DidNotStartError as error:
        print(f"It did not start: {error}", file=sys.stderr)
        return 1


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
