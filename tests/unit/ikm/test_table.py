import pytest

from app.ikm import TableRejected, decode, read_table


def errors_of(text):
    with pytest.raises(TableRejected) as rejected:
        read_table(text)
    return [(error.line, error.column) for error in rejected.value.errors]


def test_one_respondent_a_row_with_blanks():
    table = read_table("U1,U2,U3\n1,,4\n2,3,4\n")

    assert table.labels == ("U1", "U2", "U3")
    assert table.rows == ((1, None, 4), (2, 3, 4))


def test_a_leading_no_is_ignored_whatever_it_holds():
    table = read_table("No,U1,U2\nA-7,1,2\n,3,4")
    assert (table.labels, table.rows) == (("U1", "U2"), ((1, 2), (3, 4)))


def test_codes_are_read_in_any_case_and_order_and_kept_as_written():
    table = read_table("pengaduan, Sarpras\n4,1")
    assert (table.labels, table.codes) == (("pengaduan", "Sarpras"), ("PENGADUAN", "SARPRAS"))


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffU1,U2\n1,2\n",
        "U1;U2\n1;2\n",
        "U1,U2\r\n1,2\r\n",
        "\ufeffno;U1;U2\r\n1;1;2\r\n\r\n",
        '"U1","U2"\n"1","2"',
        " U1 , U2 \n 1 , 2 \n\n\n",
        "U1,U2\r1,2\r",
    ],
)
def test_what_spreadsheets_write_is_tolerated(text):
    table = read_table(text)
    assert (table.labels, table.rows) == (("U1", "U2"), ((1, 2),))


def test_a_respondent_without_any_answer_is_still_a_respondent():
    assert read_table("no,U1,U2\n1,,\n2,3,4\n3,,\n").rows == ((None, None), (3, 4), (None, None))
    assert read_table("U1,U2\n,\n").rows == ((None, None),)


def test_in_a_table_of_one_column_an_empty_line_is_an_empty_answer():
    assert read_table("U1\n3\n\n4\n").rows == ((3,), (None,), (4,))


@pytest.mark.parametrize("value", ["0", "5", "3.0", "3,0", "03", "+3", "-1", "a", "٣", "³", "1 2", "\x00"])
def test_any_other_value_is_an_error_at_its_place(value):
    assert errors_of(f'no,U1,U2\n1,4,"{value}"\n') == [(2, 3)]


def test_every_error_is_collected_in_the_order_of_the_file():
    text = "no,U1,U2,U3\n1,9,2,x\n2,1,2\n3,1,2,3\n4,1,2,3,4\n5,1,2,7,4\n"
    assert errors_of(text) == [(2, 2), (2, 4), (3, 4), (5, 5), (6, 4), (6, 5)]


def test_an_empty_line_between_respondents_is_an_error():
    assert errors_of("U1,U2\n1,2\n\n3,4\n") == [(3, 2)]


@pytest.mark.parametrize(
    ("header", "places"),
    [
        ("U1,U2,U1", [(1, 3)]),
        ("U1,u1", [(1, 2)]),
        ("BIAYA,biaya", [(1, 2)]),
        ("U1,nama,U2,umur", [(1, 2), (1, 4)]),
        ("U0,U1", [(1, 1)]),
        ("U01,U1", [(1, 1)]),
        ("U1,no", [(1, 2)]),
        ("U1,U2,", [(1, 3)]),
        ("BIAYA,U2", [(1, 2)]),
        ("U1\tU2", [(1, 1)]),
        ("__class__", [(1, 1)]),
        ("no", [(1, 2)]),
    ],
)
def test_a_faulty_header_is_an_error_at_each_place(header, places):
    cells = ",".join(["1"] * len(header.split(",")))
    assert errors_of(f"{header}\n{cells}\n") == places


def test_a_column_with_a_faulty_name_does_not_drown_the_other_errors():
    assert errors_of("nama,U1\nWati,3\nAmir,8\n") == [(1, 1), (3, 2)]


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", "  \r\n", ",,\n1,2,3", "\nU1\n3", '"U1\n3'])
def test_a_file_without_a_readable_header_is_one_error(text):
    assert errors_of(text) == [(1, 1)]


def test_a_header_without_respondents_is_an_error():
    assert errors_of("U1,U2\n") == [(2, 1)]


def test_a_stray_quote_spoils_only_its_own_row():
    assert errors_of('U1,U2\n"1,2\n3,4\n"1"x,2\n5,1\n') == [(2, 1), (4, 1), (5, 1)]


def test_a_message_names_the_place_and_the_value_in_indonesian():
    with pytest.raises(TableRejected) as rejected:
        read_table("U1,U2\n1,5\n2\n")
    assert str(rejected.value).splitlines() == [
        'baris 2, kolom 2: nilai "5" harus 1, 2, 3, 4, atau kosong',
        "baris 3, kolom 2: baris ini berisi 1 kolom, seharusnya 2",
    ]


def test_a_message_never_carries_control_characters_or_a_whole_book():
    with pytest.raises(TableRejected) as rejected:
        read_table(f"U1\n\x1b[2J{'x' * 10_000}\n")
    assert "\x1b" not in str(rejected.value)
    assert len(str(rejected.value)) < 120


def test_utf_8_is_read_with_and_without_bom():
    assert decode(b"\xef\xbb\xbfU1") == decode(b"U1") == "U1"


def test_another_encoding_is_an_error_at_its_place():
    with pytest.raises(TableRejected) as rejected:
        decode("U1,U2\n1,2\n3,é".encode("latin-1"))
    assert [(error.line, error.column) for error in rejected.value.errors] == [(3, 2)]
