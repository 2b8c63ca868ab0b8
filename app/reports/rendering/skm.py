"""The Laporan SKM as PDF."""

from io import BytesIO

from reportlab.platypus import Flowable

from . import fonts
from .chapters import (
    analysis,
    appendices,
    collection,
    conclusion,
    introduction,
    processing,
    questionnaire,
    results,
)
from .data import SkmReport
from .document import SkmDocument


def render(report: SkmReport) -> bytes:
    """The whole report in the ministry's chapters; the same report gives the same bytes.

    Raises OSError (or what the image library raises) when the crest or a photo is no readable picture.
    """
    fonts.register()
    target = BytesIO()
    SkmDocument(target, report).write(story(report))
    return target.getvalue()


def story(report: SkmReport) -> list[Flowable]:
    """Everything behind cover and table of contents, in order; the editable document is written from the same."""
    return [
        *introduction.story(report),
        *collection.story(report),
        *results.story(report),
        *analysis.story(report),
        *conclusion.story(report),
        *questionnaire.story(report),
        *processing.story(report),
        *appendices.documentation(report),
        *appendices.last_followup(report),
    ]
