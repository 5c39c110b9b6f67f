"""`python -m demo TARGET --count N --seed S` writes the sample archive into a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from demo.generate import FontMissingError, generate
from demo.tables import table


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("target", type=Path, help="the folder to write into")
    parser.add_argument("--count", type=int, default=60, help="how many documents (default: 60)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another archive (default: 1)")
    parser.add_argument(
        "--manner", choices=table("manners"), default="first", help="how offices word things (default: first)"
    )
    return parser.parse_args(words)


def _show(done: int, total: int) -> None:
    print(f"\r{done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def main(words: list[str] | None = None) -> int:
    """Runs the command; 1 when a font is missing, with its name."""
    given = _arguments(words)
    try:
        generate(given.target, given.count, given.seed, _show, given.manner)
    except FontMissingError as missing:
        print(f"A font is missing: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
