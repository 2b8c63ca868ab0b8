"""BAB V Kesimpulan, with the signature."""

from reportlab.platypus import Flowable, KeepTogether, Spacer

from .. import formats as f
from ..data import SkmReport
from ..flow import paragraph, prose
from ..fonts import SEMIBOLD
from ..outline import chapter
from ..styles import BODY, WIDTH
from ..texts import Section, text_of

SIGN_LEFT = WIDTH * 0.52
SIGN = BODY.clone("sign", leftIndent=SIGN_LEFT, spaceAfter=0)


def story(report: SkmReport) -> list[Flowable]:
    return [*chapter("bab-5"), *prose(text_of(report, Section.KESIMPULAN)), *_signature(report)]


def _signature(report: SkmReport) -> list[Flowable]:
    signature = report.signature
    if signature is None:
        return []
    when = f.day(report.issue.signed_on) if report.issue.signed_on else "…………………"
    lines = [f"{report.issue.place}, {when}"]
    lines += [f"{signature.on_behalf},"] if signature.on_behalf else []
    lines.append(f"{signature.role},")
    under = [signature.rank] if signature.rank else []
    under += [f"NIP {signature.nip}"] if signature.nip else []
    name = SIGN.clone("sign-name", fontName=SEMIBOLD)
    return [
        Spacer(0, 22),
        KeepTogether(
            [
                *(paragraph(line, SIGN) for line in lines),
                Spacer(0, 58),
                paragraph(signature.name, name),
                *(paragraph(line, SIGN) for line in under),
            ]
        ),
    ]
