"""How the head of an office is addressed: an office of each kind has its own word for it."""

PLAIN_HEADS = {"inspektorat": "Inspektur"}


def kepala_position(jenis: str, nama: str) -> str:
    """Return the position of the head of an OPD, from its kind and full name.

    >>> kepala_position("kecamatan", "Kecamatan Setu")
    'Camat Setu'
    """
    if jenis in PLAIN_HEADS:
        return PLAIN_HEADS[jenis]
    if jenis == "kecamatan":
        return f"Camat {nama.removeprefix('Kecamatan ')}"
    if jenis == "kelurahan":
        return f"Lurah {nama.removeprefix('Kelurahan ')}"
    if jenis == "rsud":
        return f"Direktur {nama}"
    if jenis == "sekretariat":
        return f"Sekretaris {nama.removeprefix('Sekretariat ')}"
    return f"Kepala {nama}"


def admin_position(unit: str) -> str:
    return f"Admin SKM {unit}"
