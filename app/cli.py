"""Commands of `flask --app wsgi`. Those of this file need neither server nor database."""

import json
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask

from app.accounts import commands as accounts
from app.backups.commands import backup_commands
from app.demo.commands import group as demo_commands
from app.ikm import TableRejected, UnsurTally, decode, figures_of, read_table, sample_size, tally_rows
from app.ikm.printing import as_json, as_text
from app.imports.commands import import_file
from app.privacy.commands import group as privacy_commands
from app.results.commands import group as statistics_commands

EXIT_BAD_INPUT = 2
LONGEST_N = 12  # digits


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(ikm_commands)
    accounts.init_app(app)
    app.cli.add_command(import_file)
    app.cli.add_command(demo_commands)
    app.cli.add_command(backup_commands)
    app.cli.add_command(statistics_commands)
    app.cli.add_command(privacy_commands)


@click.group("ikm")
def ikm_commands() -> None:
    """Hitung IKM dan ukuran sampel tanpa server dan basis data."""


@ikm_commands.command("hitung", short_help="Hitung IKM dari sebuah berkas CSV.")
@click.argument("berkas", metavar="BERKAS.csv", type=click.Path(path_type=Path))
@click.option("--json", "json_wanted", is_flag=True, help="Cetak satu objek JSON, bukan tabel.")
def compute(berkas: Path, json_wanted: bool) -> None:
    """Hitung IKM dari BERKAS.csv: satu responden per baris, satu unsur per kolom.

    Baris judul berisi kode unsur (PERSYARATAN, PROSEDUR, ...) atau U1, U2, ...; kolom pertama "no"
    diabaikan. Nilainya 1 sampai 4; jawaban yang dilewati dikosongkan. Bila ada yang keliru, setiap baris
    dan kolomnya disebutkan, lalu perintah berakhir dengan kode 2.
    """
    try:
        table = read_table(decode(berkas.read_bytes()))
    except OSError:
        _reject(f"Berkas {berkas} tidak dapat dibaca. Periksa nama dan izinnya.")
    except TableRejected as rejected:
        _reject(str(rejected))
    tallies: dict[str, UnsurTally] = dict(zip(table.codes, tally_rows(table.rows, len(table.codes)), strict=True))
    result = figures_of(tallies, n=len(table.rows))
    labels = dict(zip(table.codes, table.labels, strict=True))
    click.echo(json.dumps(as_json(result, labels)) if json_wanted else as_text(result, labels))


@ikm_commands.command(
    "sampel",
    short_help="Cetak ukuran sampel untuk N pengguna.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("n", metavar="N")
def sample(n: str) -> None:
    """Cetak jumlah responden minimal untuk N pengguna layanan pada periode sebelumnya."""
    if not (n.isascii() and n.isdigit() and len(n) <= LONGEST_N):
        _reject(f'N harus bilangan bulat 0 atau lebih, paling panjang 12 angka dan tanpa titik, bukan "{n}".')
    click.echo(sample_size(int(n)))


def _reject(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise click.exceptions.Exit(EXIT_BAD_INPUT)
