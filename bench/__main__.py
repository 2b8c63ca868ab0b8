"""`python -m bench post` measures one thing, `python -m bench short` all that takes a minute or less.

--size N    how many answers, where the benchmark has a size
--record    append the figures to docs/performance.md
"""

from __future__ import annotations

import argparse
import importlib
import sys

from bench.core.record import Record

SHORT = ("post", "viral", "board", "index", "fold", "fresh", "imports", "export", "report")
LONG = ("machine",)  # sets up the demo city first


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=("short", "all", *SHORT, *LONG))
    parser.add_argument("--size", type=int, default=0)
    parser.add_argument("--record", action="store_true")
    chosen = parser.parse_args(arguments)
    names = {"short": SHORT, "all": (*SHORT, *LONG)}.get(chosen.what, (chosen.what,))
    for name in names:
        size = f" --size {chosen.size}" if chosen.size else ""
        record = Record(f"python -m bench {name}{size}", keep=chosen.record)
        print(f"— {name}")
        importlib.import_module(f"bench.goals.{name}").run(record, size=chosen.size)
        record.save()


if __name__ == "__main__":
    main(sys.argv[1:])
