"""Which cells the public may not see: those of few answers, and enough others that nobody can work them out. Pure.

A cell below five answers could point to a person. Hiding it alone is not enough, since the whole minus what is shown would
give it back: at least two cells are hidden, and together they hold at least five answers (Willenborg and De Waal, Elements
of Statistical Disclosure Control, 2001, ch. 6: primary and secondary suppression).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEWEST = 5

Key = TypeVar("Key", bound=Hashable)


def hidden_cells(counts: Mapping[Key, int]) -> frozenset[Key]:
    """Return the cells to hide, given how many answers each of the cells of one whole holds.

    Empty cells hide nothing and protect nobody, so they are never hidden and never counted.
    """
    filled = sorted((key for key, n in counts.items() if n), key=lambda key: counts[key])
    hidden = [key for key in filled if counts[key] < FEWEST]
    if not hidden:
        return frozenset()
    for key in filled[len(hidden) :]:
        if len(hidden) > 1 and sum(counts[each] for each in hidden) >= FEWEST:
            break
        hidden.append(key)
    return frozenset(hidden)


def may_show(n: int) -> bool:
    """Return whether a whole of so many answers may be shown at all."""
    return n >= FEWEST
