"""Lampiran 1: the questionnaire as it was asked."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether

from ..data import Question, SkmReport
from ..facts import Strong
from ..flow import note, paragraph
from ..outline import chapter
from ..styles import BODY, ITEM

QUESTION = BODY.clone("question", leftIndent=22, bulletIndent=0, spaceAfter=1, spaceBefore=4)
REWORDED = BODY.clone("reworded", leftIndent=22, spaceAfter=1)
OPTIONS = ITEM.clone("options", leftIndent=22, spaceAfter=4)
GAP = "\u00a0\u00a0\u00a0\u00a0 "


def story(report: SkmReport) -> list[Flowable]:
    opening = chapter("lampiran-1")
    if not report.questionnaire:
        return [*opening, paragraph("Kuesioner belum ditetapkan.")]
    title = f"Kuesioner Survei Kepuasan Masyarakat (SKM) pada {report.office.unit}"
    return [
        *opening,
        paragraph((Strong(title),)),
        *_profile(report),
        paragraph(
            (Strong("Pendapat responden tentang pelayanan"),),
            BODY.clone("part", keepWithNext=1, spaceBefore=6),
        ),
        *(_question(question) for question in report.questionnaire),
        note("Angka di depan jawaban adalah nilainya dalam pengolahan data."),
    ]


def _profile(report: SkmReport) -> list[Flowable]:
    if not report.profiles:
        return []
    asked = ", ".join(table.title for table in report.profiles)
    return [paragraph((Strong("Profil responden: "), f"{asked}. Setiap isian boleh tidak dijawab."))]


def _question(question: Question) -> Flowable:
    others: list[Flowable] = []
    for where, text, options in question.elsewhere:
        others += [paragraph(f"{where}: {text}", REWORDED), paragraph(_options(options), OPTIONS)]
    return KeepTogether(
        [
            paragraph((Strong(question.unsur + ". "), question.text), QUESTION, f"{question.no}."),
            paragraph(_options(question.options), OPTIONS),
            *others,
        ]
    )


def _options(options: Sequence[str]) -> str:
    return GAP.join(f"{value}.\u00a0{text}".replace(" ", "\u00a0") for value, text in enumerate(options, 1))
