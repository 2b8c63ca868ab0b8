"""A petugas's day as tally marks in fives."""

from __future__ import annotations

from dataclasses import dataclass

FIVE = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """Groups of up to five marks: `sent`, `waiting`, `attention` or `open`; `left` is what remains to do."""

    groups: tuple[tuple[str, ...], ...]
    done: int
    left: int
    label: str


def tally_marks(*, sent: int, waiting: int, attention: int, total: int) -> Tally:
    """Return one mark per interview of the day, more than `total` when the petugas did more."""
    done = sent + waiting + attention
    left = max(total - done, 0)
    marks = ["sent"] * sent + ["waiting"] * waiting + ["attention"] * attention + ["open"] * left
    return Tally(
        groups=tuple(tuple(marks[start : start + FIVE]) for start in range(0, len(marks), FIVE)),
        done=done,
        left=left,
        label=_label(done, total, {"terkirim": sent, "menunggu": waiting, "perlu perhatian": attention}),
    )


def _label(done: int, total: int, parts: dict[str, int]) -> str:
    told = ", ".join(f"{count} {word}" for word, count in parts.items() if count)
    return f"{done} dari {total} wawancara" + (f": {told}" if told else "")
