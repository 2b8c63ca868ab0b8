"""What a person reads when everything is up."""

from __future__ import annotations

DOMAIN = "demo.potret.test"
ACCOUNTS = (
    ("Bagian Organisasi", "organisasi"),
    ("Pemantau", "pemantau"),
    ("Kepala OPD", "kepala.disdukcapil"),
    ("Admin OPD", "admin.disdukcapil"),
    ("Petugas", "petugas.disdukcapil"),
)


def welcome(*, web_port: int, inbox_port: int, password: str) -> str:
    """Return the addresses, the demo's accounts and their password."""
    accounts = "\n".join(f"  {who:<20}{name}@{DOMAIN}" for who, name in ACCOUNTS)
    return f"""
Potret siap: http://localhost:{web_port}
Kotak e-mail contoh: http://localhost:{inbox_port}

Akun contoh (OPD lain: ganti disdukcapil dengan kode OPD itu)
{accounts}
kata sandi: {password}

Ctrl-C menghentikan semuanya. Data tetap tersimpan di var/.
"""
