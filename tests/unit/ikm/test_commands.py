import json
from fractions import Fraction

import pytest
from click.testing import CliRunner
from flask import Flask

from app import cli


def run(*arguments):
    return CliRunner().invoke(cli.ikm_commands, [str(argument) for argument in arguments])


@pytest.fixture
def written(tmp_path):
    def write(content):
        path = tmp_path / "skm.csv"
        path.write_bytes(content.encode())
        return path

    return write


def test_sekadau_as_json(sekadau_file):
    result = run("hitung", sekadau_file, "--json")

    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "n": 49,
        "nrr": {
            "U1": "2.816",
            "U2": "2.837",
            "U3": "3.061",
            "U4": "3.612",
            "U5": "3.245",
            "U6": "3.327",
            "U7": "3.286",
            "U8": "2.918",
            "U9": "3.245",
        },
        "ikm": "78.74",
        "ikm_exact": "11575/147",
        "mutu": "B",
        "kinerja": "Baik",
        "weights": {"persis": "78.74", "0.111": "78.66", "0.11": "77.95"},
    }
    assert Fraction("11575/147") == Fraction(25 * 1389, 9 * 49)


def test_sekadau_as_a_table_with_decimal_commas(sekadau_file):
    result = run("hitung", sekadau_file)

    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "Jumlah responden: 49" in lines
    assert "U1 49 138 2,816 0,313 70,41 C" in lines
    assert {"IKM: 78,74", "Mutu pelayanan: B", "Kinerja: Baik", "Unsur terendah: U1, U2, U8"} < {*lines}
    assert lines[-3:] == ["1/9 (persis) 78,74", "0,111 78,66", "0,11 77,95"]


def test_keys_are_those_of_the_header(written):
    result = run("hitung", written("no;pengaduan;SARPRAS\r\n1;4;1\r\n"), "--json")

    assert json.loads(result.stdout)["nrr"] == {"pengaduan": "4.000", "SARPRAS": "1.000"}
    assert list(json.loads(result.stdout)["nrr"]) == ["pengaduan", "SARPRAS"]


def test_every_row_counts_for_n_even_without_an_answer(written):
    result = json.loads(run("hitung", written("U1,U2\n4,3\n,\n4,\n"), "--json").stdout)

    assert (result["n"], result["nrr"]) == (3, {"U1": "4.000", "U2": "3.000"})
    assert (result["ikm"], result["ikm_exact"]) == ("87.50", "175/2")


def test_an_unsur_without_a_score_leaves_every_figure_null(written):
    path = written("U1,U2\n4,\n3,\n")

    assert json.loads(run("hitung", path, "--json").stdout) == {
        "n": 2,
        "nrr": {"U1": "3.500", "U2": None},
        "ikm": None,
        "ikm_exact": None,
        "mutu": None,
        "kinerja": None,
        "weights": {"persis": None, "0.111": None, "0.11": None},
    }
    assert "IKM belum dapat dihitung: belum ada nilai untuk U2." in run("hitung", path).stdout


def test_with_eight_unsur_the_keys_of_the_weights_stay(written):
    header = ",".join(f"U{number}" for number in range(1, 9))
    result = run("hitung", written(f"{header}\n4,4,4,4,4,4,4,4\n"), "--json")

    assert json.loads(result.stdout)["weights"] == {"persis": "100.00", "0.111": "100.00", "0.11": "104.00"}


def test_bad_rows_end_with_2_and_every_place_on_stderr(written):
    result = run("hitung", written("U1,U2\n1,5\n2\n,9\n"), "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        "baris 2, kolom 2",
        "baris 3, kolom 2",
        "baris 4, kolom 2",
    ]


@pytest.mark.parametrize("content", ["", "U1,U2\n"])
def test_an_empty_file_ends_with_2(written, content):
    result = run("hitung", written(content), "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("baris ")


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    result = run("hitung", tmp_path / "tidak-ada.csv")

    assert result.exit_code == 2
    assert "tidak dapat dibaca" in result.stderr


@pytest.mark.parametrize(("n", "size"), [("0", "0"), ("9", "9"), ("100", "80"), ("1000", "278"), ("1000000", "384")])
def test_the_sample_size_alone_is_printed(n, size):
    result = run("sampel", n)
    assert (result.exit_code, result.stdout) == (0, f"{size}\n")


@pytest.mark.parametrize("n", ["-5", "1.000", "1,5", "seribu", "٣", "", "9" * 5000])
def test_what_is_no_whole_number_ends_with_2(n):
    result = run("sampel", n)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "N harus bilangan bulat" in result.stderr


def test_flask_has_the_commands():
    app = Flask("potret")
    cli.init_app(app)

    result = app.test_cli_runner().invoke(args=["ikm", "sampel", "4500"])

    assert (result.exit_code, result.stdout) == (0, "354\n")
