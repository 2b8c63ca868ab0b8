"""A run of the supervisor with small stand-ins: python -m tests.local.stand_in FOLDER NAME=CODE…"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from local.program import Program
from local.run import say
from local.supervisor import StopAsked, Supervisor


def main(folder: Path, commands: list[str]) -> None:
    try:
        with Supervisor(folder / "run", say) as supervisor:
            for entry in commands:
                name, code = entry.split("=", 1)
                words = [sys.executable, "-c", code]
                log = folder / f"{name}.log"
                supervisor.start([Program(name, words, env=dict(os.environ), log=log, patience=1.0)])
            say("siap")
            supervisor.watch()
    except StopAsked:
        say("selesai")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
