"""PEKPPP form F-02, indicators 6 to 9, as a simulation (product.md, "After"). Pure: facts in, scores with reasons out.

The scales are data (pekppp_f02.json), so that another year's form is another file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from app.web.formats import angka, persen, tanggal

SOURCE = Path(__file__).with_name("pekppp_f02.json")
HIGHEST = 5


@dataclass(frozen=True)
class Plan:
    """An RTL as the form asks about it: how many activities, how many done, and the day of the last one done."""

    total: int = 0
    done: int = 0
    last_done_on: date | None = None

    @property
    def whole(self) -> bool:
        return bool(self.total) and self.done == self.total


@dataclass(frozen=True)
class Facts:
    """What is known of one UPP. `flaws` say why the survey is not by the rule; `last` is the plan of the periode before."""

    surveyed: bool
    flaws: tuple[str, ...] = ()
    paper_media: int = 0
    electronic_media: int = 0
    own: Plan = Plan()
    last: Plan = Plan()
    last_name: str = ""
    last_published_on: date | None = None

    @property
    def media(self) -> int:
        return self.paper_media + self.electronic_media


@dataclass(frozen=True)
class Score:
    """One indicator. `value` is None where it cannot be judged yet; `better` says what raises it, empty at the top."""

    no: int
    title: str
    value: int | None
    meaning: str
    reason: str
    better: str = ""


@cache
def _form() -> dict[int, dict[str, Any]]:
    return {each["no"]: each for each in json.loads(SOURCE.read_text(encoding="utf-8"))["indicators"]}


def scores(facts: Facts) -> list[Score]:
    """Return the four indicators in the order of the form."""
    return [_survey(facts), _media(facts), _share(facts), _speed(facts)]


def _survey(facts: Facts) -> Score:
    if not facts.surveyed:
        return _score(6, 0, "Survei periode ini belum ditutup.", "Kumpulkan jawaban, lalu tutup surveinya.")
    if facts.flaws:
        return _score(6, 1, f"Belum sesuai aturan: {'; '.join(facts.flaws)}.", "Lengkapi yang disebut pada alasannya.")
    return _published(facts)


def _published(facts: Facts) -> Score:
    """Return indicator 6 of a survey by the rule: what was done with its result."""
    if not facts.paper_media:
        if facts.electronic_media:
            reason = (
                "Sesuai aturan; publikasinya baru secara elektronik, dan skala ini mulai naik dari yang nonelektronik."
            )
            return _score(6, 2, reason, "Pasang juga secara nonelektronik, misalnya poster di ruang layanan.")
        return _score(
            6, 2, "Sesuai aturan, belum dipublikasikan.", "Pasang poster hasilnya di ruang layanan dan catat buktinya."
        )
    if not facts.electronic_media:
        return _score(
            6, 3, "Sesuai aturan, dipublikasikan secara nonelektronik.", "Publikasikan juga di laman atau media sosial."
        )
    if not facts.own.done:
        return _score(
            6,
            4,
            "Dipublikasikan secara nonelektronik dan elektronik.",
            "Selesaikan kegiatan tindak lanjutnya dan catat hasilnya.",
        )
    return _score(
        6,
        5,
        f"Dipublikasikan keduanya; {angka(facts.own.done)} dari {angka(facts.own.total)} kegiatan tindak lanjut selesai.",
    )


def _media(facts: Facts) -> Score:
    value = min(facts.media, HIGHEST)
    reason = f"{angka(facts.media)} media tercatat: {angka(facts.paper_media)} nonelektronik, {angka(facts.electronic_media)} elektronik."
    return _score(
        7, value, reason, "Setiap media lain menambah satu, sampai lebih dari empat." if value < HIGHEST else ""
    )


def _share(facts: Facts) -> Score:
    plan = facts.last
    if not plan.total:
        return _score(
            8, 0, "Tidak ada rencana tindak lanjut dari periode lalu di Potret.", "Impor rencana tahun lalu bila ada."
        )
    share = Fraction(plan.done, plan.total)
    reason = f"{angka(plan.done)} dari {angka(plan.total)} kegiatan {facts.last_name} selesai ({persen(share)})."
    return _score(8, _share_value(plan, share), reason, "" if plan.whole else "Selesaikan kegiatan yang tersisa.")


def _share_value(plan: Plan, share: Fraction) -> int:
    """Return the score of a share: below the first limit, up to and with the second, above it, all."""
    if plan.whole:
        return HIGHEST
    if not plan.done:
        return 1
    (low, below), (high, between) = _form()[8]["shares"]
    if share < Fraction(low):
        return int(below)
    return int(between) if share <= Fraction(high) else int(between) + 1


def _speed(facts: Facts) -> Score:
    plan, published = facts.last, facts.last_published_on
    if not plan.total:
        return _score(9, 0, "Tidak ada rencana tindak lanjut dari periode lalu.", "Impor rencana tahun lalu bila ada.")
    if published is None:
        reason = f"Hari publikasi laporan {facts.last_name} belum tercatat, sehingga lamanya belum dapat dihitung."
        return _score(9, None, reason, "Catat media publikasinya dengan tanggalnya.")
    if not plan.whole or plan.last_done_on is None:
        left = plan.total - plan.done
        return _score(
            9,
            None,
            f"{angka(left)} kegiatan belum selesai, sehingga lamanya belum dapat dinilai.",
            "Selesaikan seluruhnya.",
        )
    months = months_between(published, plan.last_done_on)
    value = next((score for most, score in _form()[9]["months"] if months <= most), 0)
    reason = (
        f"Seluruhnya selesai {tanggal(plan.last_done_on)}, {angka(months)} bulan sejak publikasi {tanggal(published)}."
    )
    return _score(
        9,
        value,
        reason,
        "Rencana berikutnya yang selesai lebih cepat bernilai lebih tinggi." if value < HIGHEST else "",
    )


def months_between(first: date, last: date) -> int:
    """Return the months from one day to another, every month begun counted whole; at least 1."""
    months = (last.year - first.year) * 12 + last.month - first.month + (last.day > first.day)
    return max(months, 1)


def _score(no: int, value: int | None, reason: str, better: str = "") -> Score:
    form = _form()[no]
    meaning = "Belum dapat dinilai" if value is None else str(form["scale"][str(value)])
    return Score(no, str(form["title"]), value, meaning, reason, better)
