"""How the registry's vocabularies are read, and how a kode follows from a name."""

from __future__ import annotations

import re
import unicodedata

from app.opd.models import CustomerKind, Kewajiban, ServiceChannel

KEWAJIBAN = {
    Kewajiban.WAJIB: "Wajib",
    Kewajiban.DIHARAPKAN: "Diharapkan",
    Kewajiban.DIKECUALIKAN: "Dikecualikan",
}
CUSTOMERS = {CustomerKind.MASYARAKAT: "Masyarakat", CustomerKind.INTERNAL: "Internal"}
CHANNELS = {ServiceChannel.TATAP_MUKA: "Tatap muka", ServiceChannel.DARING: "Daring"}
# The kinds of office that every city has; the column is free, so that a city's own word may stand beside them.
KINDS = ("badan", "bagian", "dinas", "inspektorat", "kecamatan", "rsud", "satuan", "sekretariat")
KIND_NAMES = {"rsud": "Rumah sakit daerah"}

KODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
KODE_RULE = "Gunakan huruf kecil, angka, dan tanda hubung, paling panjang 40, misalnya dinas-kesehatan."


def kind_name(kind: str) -> str:
    """Return a kind of office as a user reads it."""
    return KIND_NAMES.get(kind, kind.capitalize())


def slug(name: str) -> str:
    """Return the kode that follows from a name: `Kec. Pondok Aren` becomes `kec-pondok-aren`; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")
