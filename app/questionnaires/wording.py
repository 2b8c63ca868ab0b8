"""What may be asked in other words, and what other words must be. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.surveys.questionnaire import Situation, Wording

LONGEST_TEXT, LONGEST_OPTION, SHORTEST_TEXT = 160, 40, 20  # a question fits a phone, an option a button


@dataclass(frozen=True)
class Rewordable:
    """A question that may be asked in other words in a situation, with words to begin from."""

    code: str
    situation: Situation
    why: str
    suggested: Wording


REWORDABLE: Mapping[str, Rewordable] = {
    each.code: each
    for each in (
        Rewordable(
            "BIAYA",
            Situation.GRATIS,
            "Untuk layanan yang menurut peraturan tidak dipungut biaya",
            Wording(
                "Bagaimana pendapat Saudara tentang kesesuaian pelayanan ini dengan ketentuan bahwa pelayanannya tidak dipungut biaya?",
                ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
            ),
        ),
        Rewordable(
            "KOMPETENSI",
            Situation.DARING,
            "Untuk layanan daring",
            Wording(
                "Bagaimana pendapat Saudara tentang kemampuan aplikasi/situs layanan ini memenuhi kebutuhan Saudara?",
                ("Tidak mampu", "Kurang mampu", "Mampu", "Sangat mampu"),
            ),
        ),
        Rewordable(
            "PERILAKU",
            Situation.DARING,
            "Untuk layanan daring",
            Wording(
                "Bagaimana pendapat Saudara tentang kejelasan dan kesopanan pesan serta jawaban dari layanan daring ini?",
                ("Tidak jelas dan sopan", "Kurang jelas dan sopan", "Jelas dan sopan", "Sangat jelas dan sopan"),
            ),
        ),
    )
}


def faults(text: str, options: tuple[str, ...]) -> dict[str, str]:
    """Return what is wrong with a wording, by field (`text`, `option_1` … `option_4`)."""
    found = {}
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT:
        found["text"] = f"Tulis {SHORTEST_TEXT} sampai {LONGEST_TEXT} huruf; sekarang {len(text)}."
    elif not text.endswith("?"):
        found["text"] = "Pertanyaan diakhiri tanda tanya."
    seen: set[str] = set()
    for number, option in enumerate(options, 1):
        name = f"option_{number}"
        if not option:
            found[name] = "Tulis jawabannya."
        elif len(option) > LONGEST_OPTION:
            found[name] = f"Paling panjang {LONGEST_OPTION} huruf."
        elif option.casefold() in seen:
            found[name] = "Jawaban ini sudah ada di atas."
        seen.add(option.casefold())
    return found
