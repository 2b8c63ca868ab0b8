"""Letters about a data request: to Bagian Organisasi without a word of it, and the answer to whoever asked."""

from __future__ import annotations

from app import clock
from app.extensions import db
from app.letters.models import CityLetter, LetterKind
from app.privacy.models import DataRequest
from app.reminders.composing import OFFICE, address_of, sender
from app.reminders.content import Action, Addressee, Draft
from app.reminders.content.words import NO_TRACKER, SIGN_IN_NOTE
from app.reminders.letters import Letter, render
from app.web.formats import hari_tanggal, jam


def write(letter: CityLetter) -> Letter | None:
    """Return the letter; None where somebody has answered in the meantime, or its sender is forgotten."""
    request = db.session.get(DataRequest, letter.facts["request_id"])
    if request is None or request.forgotten_at is not None:
        return None
    if letter.kind == LetterKind.DATA_ANSWER:
        return render(_answer(request)) if request.answer else None
    to = Addressee(letter.to_name, OFFICE)
    return render(_told(request, to, hurry=bool(letter.facts.get("hurry")))) if request.open else None


def _told(request: DataRequest, to: Addressee, *, hurry: bool) -> Draft:
    until = f"{hari_tanggal(request.due_at)}, pukul {jam(request.due_at)}"
    return Draft(
        sender=sender(),
        written_on=clock.today(),
        greeting=f"Yth. {to.address} {to.name}".rstrip(),
        position=to.position,
        subject=f"Permintaan data pribadi {request.number}, dijawab paling lambat {until}",
        preheader=f"{request.kind.label}.",
        heading=_hurry(request) if hurry else "Ada permintaan tentang data pribadi",
        lead=(
            (f"Jenisnya: {request.kind.label}. Undang-undang memberi waktu 3 × 24 jam, yaitu sampai {until}.",),
            ("Nama, kontak, dan isinya hanya dapat dibaca di Potret.",),
        ),
        action=Action("Buka permintaan", address_of("privacy.show", request_id=request.id), SIGN_IN_NOTE),
        footer=f"Dikirim {OFFICE} lewat Potret. {NO_TRACKER}",
    )


def _hurry(request: DataRequest) -> str:
    """Return how the letter begins where the request is nearly due, in whole hours as they are when it is sent."""
    hours = int((request.due_at - clock.now()).total_seconds() // 3600)
    if hours < 0:
        return "Permintaan data pribadi ini lewat waktu dan belum dijawab"
    return f"Permintaan data pribadi ini belum dijawab, waktunya tinggal {hours or 'kurang dari 1'} jam"


def _answer(request: DataRequest) -> Draft:
    return Draft(
        sender=sender(),
        written_on=clock.today(),
        greeting=f"Yth. Bapak/Ibu {request.name}".rstrip(),
        position="",
        subject=f"Jawaban atas permintaan data pribadi {request.number}",
        preheader=f"Atas permintaan Anda tanggal {hari_tanggal(request.received_at)}.",
        heading="Jawaban atas permintaan Anda",
        lead=tuple((line,) for line in request.answer.splitlines() if line.strip()),
        closing=(("Bila ada yang belum jelas, silakan balas e-mail ini.",),),
        footer=f"Dikirim {OFFICE} lewat Potret. {NO_TRACKER}",
    )
