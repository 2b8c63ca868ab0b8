from app.ikm import Unsur


def test_the_questionnaire_has_sarpras_eighth_and_pengaduan_ninth():
    assert list(Unsur) == [
        "PERSYARATAN",
        "PROSEDUR",
        "WAKTU",
        "BIAYA",
        "PRODUK",
        "KOMPETENSI",
        "PERILAKU",
        "SARPRAS",
        "PENGADUAN",
    ]


def test_an_unsur_is_found_by_its_code_and_knows_both_names():
    pengaduan = Unsur("PENGADUAN")

    assert pengaduan.official_name == "Penanganan Pengaduan, Saran dan Masukan"
    assert pengaduan.short_name == "Pengaduan"
    assert f"{pengaduan}" == "PENGADUAN"


def test_short_names_stand_in_the_order_of_the_questionnaire():
    short_names = "Persyaratan Prosedur Waktu Biaya Produk Kompetensi Perilaku Sarpras Pengaduan"
    assert " ".join(unsur.short_name for unsur in Unsur) == short_names
