"""BAB I Pendahuluan."""

from reportlab.platypus import Flowable

from ..data import SkmReport
from ..flow import prose
from ..outline import chapter, section
from ..texts import Section, text_of


def story(report: SkmReport) -> list[Flowable]:
    return [
        *chapter("bab-1"),
        *section("1.1"),
        *prose(text_of(report, Section.LATAR_BELAKANG)),
        *section("1.2"),
        *prose(text_of(report, Section.DASAR)),
        *section("1.3"),
        *prose(text_of(report, Section.MAKSUD_TUJUAN)),
    ]
