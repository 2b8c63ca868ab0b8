"""Whether a password is among those that guessers try first. Pure, and without a network: no list is asked anywhere.

A list of whole passwords says little here, since nearly all of a published top list is shorter than twelve signs. What
is that long and still common is made of one or two common words, of digits, and of runs over the keyboard: so that is
what is looked for, with the signs that people swap in (p@ssw0rd). Three uncommon words are welcome, of any kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path

WORDS = Path(__file__).with_name("common_words.txt")
SWAPPED = str.maketrans("@4310$57!8", "aaeiosstib")
RUNS = (
    "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp",
)  # fmt: skip
SHORTEST_RUN = 3
LONGEST_PART = 8  # a sentence said twice is still a sentence
MOST_WORDS = 2
ENDLESS = 99


def is_guessable(password: str, own_words: Iterable[str] = ()) -> bool:
    """Return whether the password is common, or made of what everybody knows of its owner (`own_words`)."""
    folded = password.casefold()
    words = common_words() | {word for word in own_words if len(word) >= SHORTEST_RUN}
    signs = "".join(sign for sign in folded if sign.isalnum() or sign in "@$!")
    return (
        len(set(folded)) < 5  # noqa: PLR2004 — "aaaaaaaaaaab"
        or _repeats(folded)
        or _words_in(signs, words) <= MOST_WORDS
    )


@cache
def common_words() -> frozenset[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _repeats(folded: str) -> bool:
    """Return whether it is one short part again and again: "potretpotret"."""
    return any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, LONGEST_PART + 1))


def _words_in(text: str, words: frozenset[str]) -> int:
    """Return how few words the text is made of beside digits, signs and runs; ENDLESS where something is left over."""
    fewest = [0] + [ENDLESS] * len(text)
    for start in range(len(text)):
        if fewest[start] == ENDLESS:
            continue
        for end in range(start + 1, len(text) + 1):
            part = text[start:end]
            cost = 0 if _says_nothing(part) else 1 if words & {part, part.translate(SWAPPED)} else ENDLESS
            fewest[end] = min(fewest[end], fewest[start] + cost)
    return fewest[-1]


def _says_nothing(part: str) -> bool:
    if not any(sign.isalpha() for sign in part):
        return True
    if len(list(groupby(part))) == 1 and len(part) >= SHORTEST_RUN:
        return True
    return len(part) >= SHORTEST_RUN and any(part in run or part in run[::-1] for run in RUNS)
