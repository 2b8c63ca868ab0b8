"""How a set-up code reaches the petugas's phone: as a link, as a QR, as words to send."""

from __future__ import annotations

from flask import current_app, url_for

from app.devices.queries import SetupView
from app.devices.tokens import code_of
from app.web.formats import tanggal_jam


def url_of(setup: SetupView) -> str:
    """Return the whole address that the phone opens."""
    return f"{current_app.config['PUBLIC_URL']}{url_for('phones.install', code=code_of(setup.id))}"


def whatsapp_text(setup: SetupView, url: str, opd_name: str) -> str:
    """Return the message by which the admin sends the link."""
    return "\n\n".join(
        (
            f"Yth. Bapak/Ibu {setup.name},",
            f"Ponsel Anda dapat disiapkan untuk wawancara SKM {opd_name}. Buka tautan ini di ponsel yang dipakai "
            "bertugas, lalu tekan Pasang di ponsel ini:",
            url,
            f"Tautan ini untuk satu ponsel dan berlaku sampai {tanggal_jam(setup.expires_at)}. Jangan teruskan kepada "
            "orang lain. Sesudah terpasang, wawancara dapat direkam juga tanpa jaringan. Terima kasih.",
        )
    )
