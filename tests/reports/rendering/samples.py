"""Reports to print in tests. Figures are computed here with exact fractions, not with the product's code."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.reports.rendering.data import (
    Channel,
    Exclusion,
    Executor,
    FollowUp,
    Index,
    Issue,
    Layanan,
    Office,
    ProfileTable,
    Question,
    Rtl,
    Sample,
    Signature,
    SkmReport,
    TeamMember,
    Titik,
    TrendPoint,
    Unsur,
    Weight,
)

# Code, name, short name, sum of the scores of 412 respondents.
DISDUKCAPIL = (
    ("PERSYARATAN", "Persyaratan", None, 1466),
    ("PROSEDUR", "Sistem, Mekanisme, dan Prosedur", "Sistem, Mekanisme, Prosedur", 1434),
    ("WAKTU", "Waktu Penyelesaian", None, 1324),
    ("BIAYA", "Biaya/Tarif", None, 1618),
    ("PRODUK", "Produk Spesifikasi Jenis Pelayanan", "Produk Spesifikasi Layanan", 1476),
    ("KOMPETENSI", "Kompetensi Pelaksana", None, 1488),
    ("PERILAKU", "Perilaku Pelaksana", None, 1498),
    ("SARPRAS", "Sarana dan Prasarana", None, 1352),
    ("PENGADUAN", "Penanganan Pengaduan, Saran dan Masukan", "Penanganan Pengaduan", 1343),
)
N = 412
KINERJA = {"A": "Sangat baik", "B": "Baik", "C": "Kurang baik", "D": "Tidak baik"}
FOUR = ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai")


def half_up(value: Fraction, places: int = 2) -> Decimal:
    scaled = value * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-places)


def mutu_of(ikm: Decimal) -> str:
    limits = (("A", "88.31"), ("B", "76.61"), ("C", "65.00"), ("D", "25.00"))
    return next(letter for letter, limit in limits if ikm >= Decimal(limit))


def frequencies(total: int, n: int) -> tuple[int, int, int, int]:
    """Some distribution of n scores with this sum, three and four mostly."""
    twos = n // 30
    fours = total - 3 * n + twos
    return (0, twos, n - twos - fours, fours)


def unsur_rows(n: int = N, totals: tuple[int, ...] = tuple(row[3] for row in DISDUKCAPIL)) -> tuple[Unsur, ...]:
    """Nine rows; an unsur of total 0 has no score."""
    nrr = [Fraction(total, n) if total else None for total in totals]
    scored = sorted((value, -index) for index, value in enumerate(nrr) if value is not None)
    rank = {-index: place for place, (_, index) in enumerate(scored[:3], 1)} if len(scored) == len(nrr) else {}
    rows = []
    for index, ((code, name, short, _), total, value) in enumerate(zip(DISDUKCAPIL, totals, nrr, strict=True)):
        converted = None if value is None else value * 25
        rows.append(
            Unsur(
                no=index + 1,
                code=code,
                name=name,
                short_name=short,
                n=n if total else 0,
                total=total,
                nrr=value,
                weighted=None if value is None else value / 9,
                converted=converted,
                mutu=None if converted is None else mutu_of(half_up(converted)),
                lowest_rank=rank.get(index),
                previous_nrr=None if value is None else value - Fraction(12 - 3 * index, 100),
                frequencies=frequencies(total, n) if total else (0, 0, 0, 0),
            )
        )
    return tuple(rows)


def index_of(rows: tuple[Unsur, ...]) -> Index:
    missing = tuple(row.name for row in rows if row.nrr is None)
    if missing:
        return Index(ikm=None, missing=missing)
    ikm = half_up(sum((row.nrr for row in rows), Fraction(0)) * 25 / 9)
    return Index(ikm=ikm, mutu=mutu_of(ikm), kinerja=KINERJA[mutu_of(ikm)])


def weights_of(rows: tuple[Unsur, ...]) -> tuple[Weight, ...]:
    if any(row.nrr is None for row in rows):
        return ()
    total = sum((row.nrr for row in rows), Fraction(0)) * 25
    rules = (
        ("Persis 1/9", Fraction(1, 9), True),
        ("Bobot 0,111", Fraction(111, 1000), False),
        ("Bobot 0,11", Fraction(11, 100), False),
    )
    values = [(label, half_up(total * weight), official) for label, weight, official in rules]
    return tuple(Weight(label, ikm, mutu_of(ikm), official) for label, ikm, official in values)


LAYANAN = (
    Layanan("KTP-el", 120_431, 173, 181, Decimal("88.02"), "B"),
    Layanan("Kartu Keluarga", 78_220, 112, 118, Decimal("87.91"), "B"),
    Layanan("Akta Kelahiran", 32_904, 47, 58, Decimal("88.45"), "A"),
    Layanan(
        "Akta Kematian",
        18_112,
        26,
        18,
        Decimal("84.57"),
        "B",
        "nilainya dibaca dengan hati-hati, responden 18.",
    ),
    Layanan("Pindah Datang", 18_745, 26, 37, Decimal("86.10"), "B"),
)
PROFILES = (
    ProfileTable("Jenis kelamin", (("Laki-laki", 188), ("Perempuan", 219), ("Tidak menjawab", 5))),
    ProfileTable("Usia", (("17–25 tahun", 71), ("26–40 tahun", 182), ("41–55 tahun", 118), (">55", 41))),
    ProfileTable(
        "Pendidikan",
        (("Tidak sekolah", 0), ("SD", 14), ("SMP", 37), ("SMA", 191), ("DIII", 42), ("DIV", 9), ("S1", 102),
         ("S2", 16), ("S3", 1)),
    ),
    ProfileTable(
        "Pekerjaan",
        (("PNS", 31), ("PPPK", 12), ("TNI", 4), ("POLRI", 5), ("Swasta", 168), ("Wirausaha", 74),
         ("Ibu rumah tangga", 63), ("Pelajar/mahasiswa", 29), ("Pensiunan", 11), ("Lainnya", 15)),
    ),
)  # fmt: skip
INTERNAL_PROFILES = (
    PROFILES[0],
    ProfileTable("Jenis kantor", (("Dinas", 220), ("Badan", 96), ("Kecamatan", 70), ("Sekretariat", 26))),
    ProfileTable("Jabatan", (("Pimpinan tinggi", 6), ("Administrator", 44), ("Pengawas", 92), ("Pelaksana", 270))),
)
QUESTIONS = tuple(
    Question(no, row[1], f"Bagaimana pendapat Saudara tentang {row[1].lower()} di unit ini?", FOUR)
    for no, row in enumerate(DISDUKCAPIL, 1)
)
PLAN = (
    Rtl(
        "Waktu Penyelesaian",
        "Menambah dua loket cetak KTP-el pada jam sibuk",
        (1,),
        "Bidang Pendaftaran Penduduk",
    ),
    Rtl(
        "Penanganan Pengaduan, Saran dan Masukan",
        "Menjawab setiap pengaduan paling lambat tiga hari kerja dan menempelkan rekapnya di ruang tunggu",
        (1, 2, 3, 4),
        "Sekretariat",
    ),
    Rtl("Sarana dan Prasarana", "Mengganti kursi dan menambah pendingin ruangan", (2, 3), "Subbagian Umum"),
)
FOLLOWUPS = (
    FollowUp("Memasang nomor antrean elektronik", "selesai", "Foto dan berita acara serah terima, 12 Maret 2026"),
    FollowUp(
        "Melatih petugas loket",
        "sebagian",
        "Daftar hadir angkatan pertama",
        "Angkatan kedua menunggu anggaran",
    ),
    FollowUp("Menambah rambu penunjuk ruang", "belum", "", "Pengadaan diulang"),
)
THEMES = (
    ("Antrean terlalu lama", 34),
    ("Ruang tunggu sempit", 21),
    ("Jam layanan", 17),
    ("Petugas ramah", 12),
)


def disdukcapil() -> SkmReport:
    """The report of the pictures: 412 respondents, IKM 87,64, one layanan eight respondents short."""
    rows = unsur_rows()
    return SkmReport(
        office=Office(
            city="PEMERINTAH KOTA TANGERANG SELATAN",
            opd="Dinas Kependudukan dan Pencatatan Sipil",
            short_name="Disdukcapil Kota Tangerang Selatan",
        ),
        issue=Issue(
            place="Tangerang Selatan",
            signed_on=date(2026, 11, 24),
            number="000.8.3.4/512/Disdukcapil/2026",
            verification_code="7F3A-91C0-5E2B",
            frozen_version=1,
            formula_version="3.1",
        ),
        title_period="Tahunan 2026",
        collected_from=date(2026, 10, 12),
        collected_to=date(2026, 11, 21),
        executor=Executor(
            "mandiri",
            "Tim SKM Disdukcapil",
            "Keputusan Kepala Dinas Nomor 000.8.3.4/101/2026 tentang Tim Pelaksana SKM",
            (TeamMember("Pengarah", "Kepala Dinas"), TeamMember("Ketua", "Sekretaris Dinas")),
        ),
        channels=(Channel("petugas", 268), Channel("tautan", 102), Channel("kios", 42)),
        sample=Sample(268_412, 384, N, "tahun 2025", LAYANAN),
        unsur=rows,
        index=index_of(rows),
        aggregation_rule="semua jawaban digabung",
        weights=weights_of(rows),
        profiles=PROFILES,
        titik=(
            Titik("Loket 1–4", "Lantai 1, Gedung Pelayanan", "08.00–15.00 WIB"),
            Titik("MPP", "Mal Pelayanan Publik"),
        ),
        trend=(TrendPoint("Tahunan 2025", Decimal("86.93"), "B", 390, reported=True),),
        interval_sentence="IKM 87,64 ± 0,91 dari 398 jawaban (perkiraan, bila responden terpilih acak).",
        rtl=PLAN,
        followups=FOLLOWUPS,
        saran=THEMES,
        questionnaire=QUESTIONS,
        signature=Signature("Kepala Dinas", "Nama Kepala Dinas", "Pembina Utama Muda", "19700101 199501 1 001"),
    )


def one_layanan() -> SkmReport:
    sample = Sample(268_412, 384, N, "tahun 2025", (Layanan("KTP-el", 268_412, 384, N, Decimal("87.64"), "B"),))
    return replace(disdukcapil(), sample=sample)


def forty_layanan() -> SkmReport:
    """Long names, thirteen of them short of their target."""
    name = "Rekomendasi Teknis Penyelenggaraan Prasarana, Sarana, dan Utilitas Perumahan Tahap"
    rows = tuple(
        Layanan(f"{name} {no}", 1000 + no, 10, 8 if no % 3 == 0 else 10, Decimal("86.11"), "B") for no in range(1, 41)
    )
    office = Office(
        city="PEMERINTAH KOTA TANGERANG SELATAN",
        opd="Dinas Pemberdayaan Perempuan Perlindungan Anak dan Keluarga Berencana",
        upp="Unit Pelaksana Teknis Daerah Perlindungan Perempuan dan Anak Kota Tangerang Selatan",
        short_name="UPTD Perlindungan Perempuan dan Anak, DP3AP2KB Kota Tangerang Selatan",
        address_lines=("Jalan Contoh Nomor 1, Setu, Tangerang Selatan 15314", "Telepon (021) 0000000"),
    )
    sample = Sample(40_820, 400, 374, "tahun 2025", rows)
    return replace(disdukcapil(), office=office, sample=sample)


def no_data() -> SkmReport:
    """A running survey in which two unsur have no score yet."""
    base = disdukcapil()
    totals = tuple(0 if row.code in {"BIAYA", "PENGADUAN"} else row.total for row in base.unsur)
    rows = unsur_rows(totals=totals)
    layanan = tuple(replace(row, ikm=None, mutu=None, note="") for row in LAYANAN)
    return replace(
        base,
        issue=replace(base.issue, verification_code=None, frozen_version=None, provisional=True, signed_on=None),
        sample=replace(base.sample, layanan=layanan),
        unsur=rows,
        index=index_of(rows),
        weights=(),
        trend=(),
        rtl=(),
        followups=(),
        saran=(),
        signature=None,
    )


def empty() -> SkmReport:
    """Nothing collected at all, and nothing filled in."""
    rows = tuple(replace(row, n=0, previous_nrr=None) for row in unsur_rows(totals=(0,) * 9))
    base = disdukcapil()
    return SkmReport(
        office=base.office,
        issue=Issue(place="Tangerang Selatan", formula_version="3.1", provisional=True),
        title_period="Semester I 2026",
        collected_from=date(2026, 3, 2),
        collected_to=date(2026, 3, 31),
        executor=Executor("mandiri", "Tim SKM Disdukcapil"),
        channels=(),
        sample=Sample(0, 0, 0, "tahun 2025", ()),
        unsur=rows,
        index=Index(ikm=None),
        aggregation_rule="semua jawaban digabung",
    )


def internal() -> SkmReport:
    base = disdukcapil()
    office = replace(
        base.office,
        opd="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        short_name="BKPSDM Kota Tangerang Selatan",
    )
    return replace(base, office=office, customer="internal", profiles=INTERNAL_PROFILES)


def five_years() -> SkmReport:
    values = (("2021", "63.20", "D"), ("2022", "74.80", "C"), ("2023", "79.14", "B"), ("2024", "88.31", "A"))
    trend = tuple(TrendPoint(f"Tahunan {year}", Decimal(ikm), mutu, 300, year < "2023") for year, ikm, mutu in values)
    last = TrendPoint("Tahunan 2025", Decimal("86.93"), "B", 390)
    sentence = "selisih dari periode lalu setara (perkiraan, bila responden terpilih acak)."
    return replace(disdukcapil(), trend=(*trend, last), change_sentence=sentence)


def shortfall() -> SkmReport:
    base = disdukcapil()
    return replace(base, sample=replace(base.sample, achieved=376))


HOSTILE = "<b>tebal</b> & <script>alert(1)</script> {{7*7}} %s </para> &amp;"
ENDLESS = "tanpaspasi" * 40


def hostile() -> SkmReport:
    """Markup, endless words and endless texts wherever somebody can type."""
    base = disdukcapil()
    rows = tuple(
        replace(
            row,
            name=HOSTILE if row.no == 2 else row.name,
            short_name=ENDLESS if row.no == 3 else row.short_name,
        )
        for row in base.unsur
    )
    layanan = (Layanan(ENDLESS, 999_999_999, 100, 1, note=HOSTILE), Layanan(HOSTILE, 2, 2, 2))
    return replace(
        base,
        office=Office(city=ENDLESS, opd=HOSTILE, upp=ENDLESS, address_lines=(ENDLESS,), short_name=HOSTILE + ENDLESS),
        issue=replace(base.issue, place=ENDLESS, number=HOSTILE),
        title_period="Triwulan III (Juli sampai dengan September) Tahun 2026",
        executor=Executor("pihak_ketiga", HOSTILE + ENDLESS, ENDLESS, (TeamMember(HOSTILE, ENDLESS),)),
        channels=(Channel(HOSTILE, 3), Channel("kertas", 2)),
        sample=replace(base.sample, layanan=layanan),
        unsur=rows,
        own_unsur=rows[1:3],
        profiles=(ProfileTable(HOSTILE, ((ENDLESS, 2), (HOSTILE, 3))),),
        titik=(Titik(HOSTILE, ENDLESS, HOSTILE),),
        trend=(TrendPoint(ENDLESS, None, None), TrendPoint(HOSTILE, Decimal("70.00"), "C", 3)),
        rtl=(Rtl(ENDLESS, f"{HOSTILE} " * 60, (1, 4), ENDLESS),),
        followups=(FollowUp(HOSTILE * 30, "selesai", ENDLESS, HOSTILE),),
        saran=tuple((f"Saran ke-{no} {HOSTILE}", no) for no in range(1, 31)),
        questionnaire=(Question(1, HOSTILE, ENDLESS, (HOSTILE, ENDLESS, "c", "d")),),
        exclusion=Exclusion(((HOSTILE, 3),), Decimal("87.70")),
        signature=Signature(ENDLESS, HOSTILE, ENDLESS, HOSTILE, HOSTILE),
        texts={"latar_belakang": f"{HOSTILE}\n\n- {ENDLESS}\n1. {'panjang sekali ' * 900}", "kesimpulan": ""},
    )


ALL = (
    disdukcapil,
    one_layanan,
    forty_layanan,
    no_data,
    empty,
    internal,
    five_years,
    shortfall,
    hostile,
)
