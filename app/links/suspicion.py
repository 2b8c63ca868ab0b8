"""Which answers through an open link should be looked at, and when a link takes no more for a while. Pure.

Nothing here drops an answer: a flag is shown as "Perlu ditelusuri" and excluding needs a person and a reason. The rules
and their limits are those of the design (trust.md 3.4, ux.md 2.5); where a rule would point at many honest people, it
is the narrower reading that stands here, and its reason beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import exp, log
from statistics import median, quantiles

FASTEST = 9 * 1.5  # seconds; nine questions cannot be read in less
ENOUGH = 30  # answers before a layanan's own pace says anything
COMMON_SHARE = 0.1  # a value that at least a tenth of the scores have is nothing special, also nine times
SAME_DEVICE_WITHIN = timedelta(minutes=20)
BURST_WITHIN, BURST = timedelta(minutes=2), 5
KIOSK_BURST = 7  # at a kiosk one person follows the other, and a second kiosk may stand at the same counter
RUN = 5  # identical answers in a row
RUN_WITHIN = timedelta(days=1)  # at a kiosk; a link forgets after two days anyway
NETWORK_WITHIN = timedelta(minutes=10)
NETWORK_USUAL = 60  # a crowded waiting room on one Wi-Fi
NETWORK_MOST = 5 * NETWORK_USUAL


class Flag(StrEnum):
    TERLALU_CEPAT = "terlalu_cepat"
    SERAGAM = "seragam"
    PERANGKAT_GANDA = "perangkat_ganda"
    BERUNTUN = "beruntun"
    JEBAKAN = "jebakan"
    TANPA_BUKTI_WAKTU = "tanpa_bukti_waktu"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Flag.TERLALU_CEPAT: "Lebih cepat daripada orang membaca",
    Flag.SERAGAM: "Semua jawaban sama, dengan nilai yang jarang atau terlalu cepat",
    Flag.PERANGKAT_GANDA: "Perangkat yang sama mengisi lagi",
    Flag.BERUNTUN: "Beruntun di satu tautan",
    Flag.JEBAKAN: "Kolom yang tidak terlihat orang ikut terisi",
    Flag.TANPA_BUKTI_WAKTU: "Tanpa bukti kapan formulir dibuka",
}


@dataclass(frozen=True)
class Norms:
    """What is usual for a layanan and a way of collection."""

    shortest: float | None = None  # seconds; below it an answer is too fast. None while too few are known
    common: frozenset[int] | None = None  # scores that are usual. None while too few are known


@dataclass(frozen=True)
class Traffic:
    """What else came through the link, as it stands when an answer arrives (itself not counted)."""

    same_device: bool = False  # the same soft key in the last 20 minutes
    burst: int = 0  # answers in the last 2 minutes
    run: int = 0  # how many before it have the same scores, without one of others in between
    network: int = 0  # answers from the same network in the last 10 minutes


@dataclass(frozen=True)
class Signs:
    """What an answer itself shows. `seconds`: from serving the form to its end, None where nothing proves it."""

    scores: tuple[int | None, ...]
    seconds: float | None
    trapped: bool = False  # the field that people do not see is filled
    again: bool = False  # this browser has answered here today, and says so itself


def norms(seconds: Sequence[float], scores: Sequence[Sequence[int | None]]) -> Norms:
    """Return what is usual, from answers that carry no flag themselves."""
    if len(seconds) < ENOUGH:
        return Norms()
    given = Counter(score for vector in scores for score in vector if score is not None)
    total = given.total()
    common = frozenset(score for score, count in given.items() if count >= COMMON_SHARE * total)
    return Norms(_shortest([max(each, 1.0) for each in seconds]), common)


def flags(signs: Signs, traffic: Traffic, usual: Norms, *, burst: int = BURST) -> tuple[Flag, ...]:
    """Return why the answer should be looked at, in the order of the enum. `burst`: so many others are a burst."""
    fast = signs.seconds is not None and signs.seconds < max(FASTEST, usual.shortest or 0)
    found = {
        Flag.TERLALU_CEPAT: fast,
        Flag.SERAGAM: _is_uniform(signs.scores) and (fast or _is_rare(signs.scores, usual)),
        Flag.PERANGKAT_GANDA: traffic.same_device or signs.again,
        Flag.BERUNTUN: traffic.burst >= burst or traffic.run >= RUN - 1,
        Flag.JEBAKAN: signs.trapped,
        Flag.TANPA_BUKTI_WAKTU: signs.seconds is None,
    }
    return tuple(flag for flag in Flag if found[flag])


def is_too_many(traffic: Traffic) -> bool:
    """Return whether the link takes no more from this network for a while."""
    return traffic.network >= NETWORK_MOST


def _shortest(seconds: list[float]) -> float:
    """Return the time below which an answer is too fast: half the median, but never inside the usual spread.

    Half the median alone would point at one honest person in twelve where some read slowly; the lower fence of Tukey on
    the logarithm (robust for times) keeps it to the few that stand apart.
    """
    logs = [log(each) for each in seconds]
    low, _, high = quantiles(logs, n=4)
    return min(median(seconds) / 2, exp(low - 1.5 * (high - low)))


def _is_uniform(scores: tuple[int | None, ...]) -> bool:
    return None not in scores and len(set(scores)) == 1


def _is_rare(scores: tuple[int | None, ...], usual: Norms) -> bool:
    return usual.common is not None and scores[0] not in usual.common
