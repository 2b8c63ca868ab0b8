"""Read a rendered report back, as a reader's program would."""

import re
import subprocess
from functools import cache
from io import BytesIO

from pypdf import PdfReader

WORD = re.compile(r'xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="[\d.-]+">(.*?)</word>')


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


@cache
def pages(pdf: bytes) -> list[str]:
    """The text of each page, its blanks made alike."""
    return [squeeze(page.extract_text()) for page in reader(pdf).pages]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def solid(text: str) -> str:
    """Without any blank: for text that lines break where no blank was."""
    return re.sub(r"\s+", "", text)


def words(pdf: bytes, page: int | None = None) -> list[tuple[float, float, str]]:
    """Left edge, right edge and text of every word, by poppler; of one page or of all."""
    only = [] if page is None else ["-f", str(page), "-l", str(page)]
    command = ["pdftotext", "-bbox", *only, "-", "-"]
    html = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return [(float(left), float(right), text) for left, right, text in WORD.findall(html)]
