"""How much is injected, and by which dice. `make test` runs a tenth; `make faults` the whole, with dice of its own."""

from __future__ import annotations

import os
import random

FULL = os.environ.get("POTRET_FAULTS") == "full"
SEED = int(os.environ.get("POTRET_FAULTS_SEED") or 2026)


def volume(full: int) -> int:
    """Return how many of something to inject: `full` in `make faults`, a tenth of it otherwise."""
    return full if FULL else max(1, full // 10)


def dice(number: int) -> random.Random:
    """Return the dice of one fault (its R-number); POTRET_FAULTS_SEED throws them again as they fell."""
    return random.Random(SEED * 100 + number)
