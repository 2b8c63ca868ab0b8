"""What may be asked beside the nine: sub-questions of an unsur, and own unsur that never enter the IKM. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from app.ikm import Unsur
from app.questionnaires.wording import faults

MOST_SUB_QUESTIONS, MOST_OWN = 4, 5
SHORTEST_NAME, LONGEST_NAME = 3, 40
OWN = "x"
Faults = dict[str, str]


@dataclass(frozen=True)
class Written:
    """A pertanyaan tambahan as it was written. `unsur`: a code, OWN, or "" while nobody has chosen; `code`: "" of a new one."""

    code: str
    unsur: str
    name: str  # of an own unsur
    text: str
    options: tuple[str, str, str, str]


def faults_of(written: Sequence[Written]) -> list[Faults]:
    """Return what is wrong with each, by field: `unsur`, `name`, `text`, `option_1` … `option_4`."""
    found: list[Faults] = []
    counts: Counter[str] = Counter()
    names = {unsur.official_name.casefold() for unsur in Unsur}
    for each in written:
        own = faults(each.text, each.options)
        counts[each.unsur] += 1
        if each.unsur == OWN:
            own |= _name_faults(each.name, names)
            names.add(each.name.casefold())
            if counts[OWN] > MOST_OWN:
                own["unsur"] = f"Paling banyak {MOST_OWN} unsur tambahan."
        elif each.unsur not in set(Unsur):
            own["unsur"] = "Pilih unsurnya."
        elif counts[each.unsur] > MOST_SUB_QUESTIONS:
            own["unsur"] = f"Paling banyak {MOST_SUB_QUESTIONS} subpertanyaan untuk satu unsur."
        found.append(own)
    return found


def _name_faults(name: str, taken: Collection[str]) -> Faults:
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return {"name": f"Tulis nama unsur tambahan, {SHORTEST_NAME} sampai {LONGEST_NAME} huruf."}
    return {"name": "Nama ini sudah dipakai."} if name.casefold() in taken else {}


def coded(written: Sequence[Written], used: Collection[str]) -> list[dict[str, Any]]:
    """Return them as a version keeps them, each with its code. A code stays; a new one was never `used` by this UPP."""
    taken, given = set(used) | {each.code for each in written}, set[str]()
    rows = []
    for each in written:
        unsur = None if each.unsur == OWN else each.unsur
        begins = f"{OWN if unsur is None else unsur.lower()}."
        known = each.code in used and each.code.startswith(begins) and each.code not in given
        code = each.code if known else _new(begins, each.name, taken)
        taken.add(code)
        given.add(code)
        name = each.name if unsur is None else Unsur(unsur).official_name
        rows.append({"code": code, "unsur": unsur, "name": name, "text": each.text, "options": list(each.options)})
    return rows


def _new(begins: str, name: str, taken: Collection[str]) -> str:
    if begins != f"{OWN}.":
        return next(code for number in range(2, 10_000) if (code := f"{begins}{number}") not in taken)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24].strip("-") or "unsur"
    tries = (slug, *(f"{slug}-{number}" for number in range(2, 10_000)))
    return next(code for each in tries if (code := f"{begins}{each}") not in taken)


def written_of(rows: Sequence[dict[str, Any]]) -> list[Written]:
    """Return what a version or a draft keeps, as the form shows it."""
    return [
        Written(e["code"], e["unsur"] or OWN, "" if e["unsur"] else e["name"], e["text"], tuple(e["options"]))
        for e in rows
    ]
