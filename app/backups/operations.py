"""Make a copy and put it back. Both work as potret_owner, who sees every row."""

from __future__ import annotations

from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from app.backups.manifest import Manifest, take
from app.backups.programs import BackupFailed, run

CONSISTENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


def manifest_of(file: Path) -> Path:
    """Return where the manifest of a copy stands: beside it."""
    return file.with_name(f"{file.name}.json")


def back_up(database_url: str, file: Path) -> Manifest:
    """Write the database into `file` and its manifest beside it, both of the same moment; people may go on working.

    A copy that breaks off leaves no file under this name. Raises BackupFailed.
    """
    if file.exists():
        raise BackupFailed(f"{file} sudah ada. Pilih nama lain; cadangan lama tidak ditimpa.")
    draft = file.with_name(f"{file.name}.sebagian")
    with psycopg.connect(plain(database_url), autocommit=True) as connection:
        connection.execute(CONSISTENT)
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None
        manifest = take(connection)
        try:
            run("pg_dump", ["--format=custom", f"--snapshot={snapshot[0]}", f"--file={draft}"], database_url)
        except BackupFailed:
            draft.unlink(missing_ok=True)
            raise
    draft.chmod(0o600)
    manifest.write(manifest_of(file))
    draft.rename(file)
    return manifest


def put_back(database_url: str, file: Path) -> Manifest:
    """Fill an empty database from `file`, all or nothing, and compare every table with the manifest.

    The roles must exist (deploy/postgres/roles.sql). Raises BackupFailed.
    """
    expected = _read_manifest(file)
    with psycopg.connect(plain(database_url)) as connection:
        if take(connection).tables:
            raise BackupFailed("Basis data ini sudah berisi. Pulihkan ke basis data yang baru dan kosong.")
    arguments = ["--no-owner", "--exit-on-error", "--single-transaction"]
    # The schema itself is made with the roles; only what lies in it comes from the copy.
    run(
        "pg_restore",
        [*arguments, "--schema=public", f"--dbname={make_url(database_url).database}", str(file)],
        database_url,
    )
    with psycopg.connect(plain(database_url)) as connection:
        differences = expected.differences(take(connection))
    if differences:
        raise BackupFailed(f"Isi yang dipulihkan tidak sama dengan cadangannya: {', '.join(differences)}.")
    return expected


def plain(database_url: str) -> str:
    """Return the address without SQLAlchemy's name of the driver."""
    return make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _read_manifest(file: Path) -> Manifest:
    try:
        if not file.is_file():
            raise BackupFailed(f"Berkas {file} tidak ada.")
        return Manifest.read(manifest_of(file))
    except (OSError, ValueError, TypeError) as problem:
        raise BackupFailed(
            f"Daftar isi {manifest_of(file)} tidak ada atau rusak. Tanpa itu kebenaran pemulihan tidak dapat diperiksa."
        ) from problem
