"""Where the one-machine stack keeps what it writes: all of it under `var/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Folders:
    """The folders below `var`."""

    var: Path

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets.env"

    def make(self) -> None:
        """Create those that are missing; the servers' own account has to walk through them."""
        for folder in (self.var, self.run, self.log, self.var / "beat"):
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
