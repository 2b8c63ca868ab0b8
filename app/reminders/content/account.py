"""The letters about an account. Their links are secrets of one person, and say so."""

from app.reminders.content.draft import Action, Draft, Paragraph, Strong
from app.reminders.content.facts import AccountFacts, ChangeFacts
from app.reminders.content.words import NO_TRACKER, SIGN_IN_NOTE
from app.web.formats import hari_tanggal, jam


def invitation(facts: AccountFacts) -> Draft:
    """Return the invitation to join, with role and office."""
    address, office = facts.to.address, facts.sender.office
    lead = (
        f"{office} mengundang {address} bergabung sebagai ",
        Strong(facts.role_label),
        " di ",
        Strong(facts.place),
        ". Potret adalah tempat perangkat daerah melaksanakan Survei Kepuasan Masyarakat (SKM): "
        "mengumpulkan jawaban, membaca hasil, dan menyusun tindak lanjut.",
    )
    return _account(
        facts,
        subject=f"Undangan Potret: {facts.role_label}, {facts.place}",
        heading="Undangan bergabung dengan Potret",
        lead=(lead, ("Langkahnya dua: buat kata sandi, lalu masuk.",)),
        action="Terima undangan",
        closing=((f"Bila undangan ini keliru, silakan balas e-mail ini agar {office} memperbaikinya.",),),
    )


def password_reset(facts: AccountFacts) -> Draft:
    """Return the link to a new password."""
    lead = (f"Ada permintaan kata sandi baru untuk akun Potret {facts.to.address}.",)
    ignore = (
        f"Bila bukan {facts.to.address} yang meminta, e-mail ini boleh diabaikan. "
        "Kata sandi yang lama tetap berlaku dan tidak ada yang berubah.",
    )
    return _account(
        facts,
        subject="Kata sandi baru Potret",
        heading="Buat kata sandi baru",
        lead=(lead,),
        action="Buat kata sandi baru",
        closing=(ignore,),
    )


def account_changed(facts: ChangeFacts) -> Draft:
    """Return what the owner reads after a change of how the account opens."""
    when = f"{hari_tanggal(facts.at)}, pukul {jam(facts.at)}"
    where = f" Perangkatnya {facts.device}, dari jaringan {facts.network}." if facts.device and facts.network else ""
    return Draft(
        sender=facts.sender,
        written_on=facts.today,
        greeting=f"Yth. {facts.to.address} {facts.to.name}".rstrip(),
        position=facts.to.position,
        subject=f"Akun Potret Anda: {facts.subject}",
        preheader=f"{when}.",
        heading=facts.heading,
        lead=(
            (f"{facts.said} Terjadi pada {when}.{where}",),
            ("Bila ini memang Anda, tidak ada yang perlu dilakukan.",),
        ),
        action=Action("Periksa akun saya", facts.link, SIGN_IN_NOTE),
        closing=(
            (
                "Bila bukan Anda: ganti kata sandi sekarang, keluarkan perangkat lain di halaman Akun dan sesi, "
                f"dan beri tahu {facts.sender.office}.",
            ),
        ),
        footer=f"Dikirim {facts.sender.office} lewat Potret. {NO_TRACKER}",
    )


def _account(
    facts: AccountFacts,
    *,
    subject: str,
    heading: str,
    lead: tuple[Paragraph, ...],
    action: str,
    closing: tuple[Paragraph, ...],
) -> Draft:
    until = f"{hari_tanggal(facts.expires)}, pukul {jam(facts.expires)}"
    return Draft(
        sender=facts.sender,
        written_on=facts.today,
        greeting=f"Yth. {facts.to.address} {facts.to.name}".rstrip(),
        position=facts.to.position,
        subject=subject,
        preheader=f"Tautan berlaku sampai {until}.",
        heading=heading,
        lead=lead,
        action=Action(action, facts.link, f"Berlaku satu kali, sampai {until}. Mohon tidak diteruskan."),
        closing=closing,
        footer=f"Dikirim {facts.sender.office} lewat Potret. {NO_TRACKER}",
    )
