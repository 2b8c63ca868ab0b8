"""The wording of the report that an officer may edit, and its defaults: the one place for legal wording.

A text is plain: paragraphs stand apart by a blank line; a line that begins with `1. ` or `- ` is a list
item. Nothing in it is markup. Figures that must never be edited away are in facts.py instead.
"""

from enum import StrEnum

from . import formats as f
from .data import SkmReport, Unsur
from .facts import against_target, layanan_short, names


class Section(StrEnum):
    """Keys of SkmReport.texts, in the order of the report."""

    LATAR_BELAKANG = "latar_belakang"
    DASAR = "dasar"
    MAKSUD_TUJUAN = "maksud_tujuan"
    PELAKSANA = "pelaksana"
    METODE = "metode"
    LOKASI = "lokasi"
    WAKTU = "waktu"
    PENENTUAN_RESPONDEN = "penentuan_responden"
    KELEMAHAN = "kelemahan"
    KELEBIHAN = "kelebihan"
    RTL = "rtl"
    TREN = "tren"
    KESIMPULAN = "kesimpulan"
    DOKUMENTASI = "dokumentasi"
    TINDAK_LANJUT_LALU = "tindak_lanjut_lalu"


EDITION = 1  # of the default wording: raise it when a sentence changes

# What an officer calls each section, under the chapter that it stands in.
CHAPTERS: dict[str, dict[Section, str]] = {
    "BAB I Pendahuluan": {
        Section.LATAR_BELAKANG: "1.1 Latar belakang",
        Section.DASAR: "1.2 Dasar pelaksanaan SKM",
        Section.MAKSUD_TUJUAN: "1.3 Maksud dan tujuan",
    },
    "BAB II Pengumpulan data SKM": {
        Section.PELAKSANA: "2.1 Pelaksana SKM",
        Section.METODE: "2.2 Metode pengumpulan data",
        Section.LOKASI: "2.3 Lokasi pengumpulan data",
        Section.WAKTU: "2.4 Waktu pelaksanaan SKM",
        Section.PENENTUAN_RESPONDEN: "2.5 Penentuan jumlah responden",
    },
    "BAB IV Analisis hasil SKM": {
        Section.KELEMAHAN: "4.1 Permasalahan dan kelemahan",
        Section.KELEBIHAN: "4.1 Kelebihan",
        Section.RTL: "4.2 Rencana tindak lanjut",
        Section.TREN: "4.3 Tren nilai SKM",
    },
    "BAB V Kesimpulan": {Section.KESIMPULAN: "Kesimpulan"},
    "Lampiran": {
        Section.DOKUMENTASI: "Lampiran 3 Dokumentasi",
        Section.TINDAK_LANJUT_LALU: "Lampiran 4 Tindak lanjut periode sebelumnya",
    },
}
TITLES = {section: title for sections in CHAPTERS.values() for section, title in sections.items()}

# Way of collecting: its name in tables, and how the methods sentence says it.
CHANNELS = {
    "petugas": ("Wawancara petugas", "wawancara tatap muka oleh petugas"),
    "serah_ponsel": (
        "Serahkan ponsel",
        "pengisian sendiri oleh responden pada gawai yang diserahkan petugas",
    ),
    "tautan": ("Tautan dan kode QR", "survei elektronik melalui tautan dan kode QR"),
    "kios": ("Kios", "pengisian sendiri pada kios di tempat pelayanan"),
    "undangan": ("Undangan sekali pakai", "survei elektronik dengan undangan sekali pakai"),
    "kertas": ("Kuesioner kertas", "pengisian kuesioner kertas"),
    "impor": ("Impor berkas", "pengimporan jawaban yang dikumpulkan di luar sistem"),
}
ONLINE = {"tautan", "undangan"}

DECREES = (
    "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik",
    "Peraturan Pemerintah Nomor 96 Tahun 2012 tentang Pelaksanaan Undang-Undang Nomor 25 Tahun 2009 "
    "tentang Pelayanan Publik",
    "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 14 Tahun 2017 tentang "
    "Pedoman Penyusunan Survei Kepuasan Masyarakat Unit Penyelenggara Pelayanan Publik",
)


def channel_name(code: str) -> str:
    """Name of a way of collecting; an unknown code is shown as it is."""
    return CHANNELS.get(code, (code, code))[0]


def text_of(report: SkmReport, section: Section) -> str:
    """The officer's text of a section, or its default. An emptied text stays empty."""
    edited = report.texts.get(section)
    return DEFAULTS[section](report) if edited is None else edited


def default_text(report: SkmReport, section: Section) -> str:
    """A section as the report would print it untouched."""
    return DEFAULTS[section](report)


def default_texts(report: SkmReport) -> dict[Section, str]:
    """Every editable text as the report would print it untouched."""
    return {section: write(report) for section, write in DEFAULTS.items()}


def _background(report: SkmReport) -> str:
    unit = report.office.unit
    count = len(report.sample.layanan)
    services = f" pada {f.in_words(count)} layanan" if count else ""
    users = (
        "Pengguna layanan unit ini adalah aparatur sipil negara dan perangkat daerah. Pelayanan internal "
        "yang baik menentukan mutu pelayanan pemerintah kepada masyarakat, sehingga pendapat mereka sama "
        "pentingnya."
        if report.customer == "internal"
        else "Pendapat masyarakat sebagai penerima layanan diperlukan agar penyelenggara mengetahui bagian "
        "pelayanan yang sudah baik dan bagian yang masih perlu diperbaiki."
    )
    return (
        "Pelayanan publik merupakan rangkaian kegiatan untuk memenuhi kebutuhan setiap warga negara dan "
        "penduduk atas barang, jasa, dan pelayanan administratif sesuai dengan peraturan "
        "perundang-undangan. Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik mewajibkan "
        f"penyelenggara menilai kinerja pelayanannya secara berkala. {users}\n\n"
        "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi (PermenPANRB) Nomor 14 "
        "Tahun 2017 mewajibkan setiap penyelenggara pelayanan publik melaksanakan Survei Kepuasan "
        "Masyarakat (SKM) sekurang-kurangnya satu kali dalam satu tahun untuk memperoleh Indeks Kepuasan "
        "Masyarakat (IKM).\n\n"
        f"Untuk memenuhi ketentuan tersebut, {unit} melaksanakan SKM {report.title_period}{services}. "
        "Laporan ini memotret pelayanan sebagaimana dialami penggunanya. Hasilnya digunakan untuk "
        "menentukan unsur yang perlu diperbaiki lebih dahulu, bukan semata-mata untuk memperoleh nilai."
    )


def _legal_basis(report: SkmReport) -> str:
    decrees = list(DECREES)
    if report.executor.decree:
        decrees.append(report.executor.decree)
    items = [f"{no}. {text}{';' if no < len(decrees) else '.'}" for no, text in enumerate(decrees, 1)]
    return f"SKM {report.title_period} dilaksanakan berdasarkan:\n" + "\n".join(items)


def _purpose(report: SkmReport) -> str:
    users = "pengguna layanan internal" if report.customer == "internal" else "masyarakat"
    return (
        f"SKM dimaksudkan untuk memperoleh gambaran tingkat kepuasan {users} atas pelayanan "
        f"{report.office.unit}. Tujuannya adalah:\n"
        f"1. mengukur tingkat kepuasan {users} sebagai pengguna layanan;\n"
        "2. mengetahui kelemahan dan kelebihan setiap unsur pelayanan;\n"
        f"3. mendorong partisipasi {users} dalam menilai penyelenggaraan pelayanan;\n"
        "4. menjadi dasar penyusunan rencana tindak lanjut perbaikan pelayanan; dan\n"
        "5. mengikuti perkembangan mutu pelayanan dari satu periode ke periode berikutnya.\n\n"
        "Pelaksanaan SKM berpegang pada asas transparan, partisipatif, akuntabel, berkesinambungan, "
        "keadilan, dan netralitas."
    )


def _executor(report: SkmReport) -> str:
    executor = report.executor
    decree = f" berdasarkan {executor.decree}" if executor.decree else ""
    if executor.kind == "mandiri":
        return f"SKM dilaksanakan secara mandiri oleh {executor.name}{decree}."
    return (
        f"SKM dilaksanakan bekerja sama dengan {executor.name}{decree}. Kerja sama ini mengikuti Pasal 3 "
        "PermenPANRB Nomor 14 Tahun 2017, yang mensyaratkan lembaga dengan kredibilitas dan reputasi di "
        "bidang penelitian dan survei."
    )


def _methods(report: SkmReport) -> str:
    used = [CHANNELS.get(channel.code, (channel.code, channel.code))[1] for channel in report.channels]
    ways = f"melalui {f.listing(used)}" if used else "dengan cara yang belum dicatat"
    count = f.in_words(len(report.unsur))
    return (
        f"Data dikumpulkan {ways}. Kuesioner memuat {count} unsur menurut PermenPANRB Nomor 14 Tahun 2017. "
        "Setiap pertanyaan mempunyai empat pilihan jawaban yang bernilai 1 sampai dengan 4; nilai 4 adalah "
        "penilaian terbaik. Kuesioner selengkapnya ada di Lampiran 1.\n\n"
        "Kuesioner tidak menanyakan nama maupun nomor induk kependudukan, sehingga responden dapat menilai "
        "dengan bebas."
    )


def _places(report: SkmReport) -> str:
    codes = {channel.code for channel in report.channels}
    online = " Kuesioner elektronik dapat diisi dari mana saja." if codes & ONLINE else ""
    if report.titik:
        count = f.in_words(len(report.titik))
        return f"Data dikumpulkan di {count} titik layanan {report.office.unit} berikut.{online}"
    if codes and codes <= ONLINE:
        return f"Data dikumpulkan secara daring dari pengguna layanan {report.office.unit}."
    return f"Data dikumpulkan di tempat pelayanan {report.office.unit}.{online}"


def _schedule(report: SkmReport) -> str:
    return (
        f"Data dikumpulkan pada {f.day_range(report.collected_from, report.collected_to)}. Tahapan SKM "
        "meliputi:\n"
        "1. penyusunan instrumen survei;\n"
        "2. penentuan besaran dan teknik penarikan sampel;\n"
        "3. penentuan responden;\n"
        "4. pelaksanaan survei;\n"
        "5. pengolahan hasil survei; dan\n"
        "6. penyajian dan pelaporan hasil."
    )


def _sampling(report: SkmReport) -> str:
    sample = report.sample
    if not sample.population:
        return (
            f"Jumlah pengguna layanan pada {sample.population_label} belum dicatat, sehingga jumlah "
            "responden minimal belum dapat ditentukan."
        )
    users = f"{f.whole(sample.population)} orang"
    opening = f"Populasi survei adalah pengguna layanan pada {sample.population_label}, yaitu {users}. "
    if sample.rule == "sensus":
        return opening + (
            "Karena jumlahnya kurang dari 10 orang, seluruh pengguna layanan menjadi sasaran survei (sensus)."
        )
    spread = (
        "dihitung untuk setiap layanan."
        if sample.rule == "layanan"
        else "dihitung atas seluruh pengguna layanan unit, lalu dibagi ke setiap layanan secara proporsional."
    )
    return opening + (
        f"Jumlah responden minimal adalah {f.whole(sample.target)} orang. Jumlah itu ditentukan dengan rumus "
        f"Krejcie dan Morgan, {spread}"
    )


def _scored(unsur: Unsur) -> str:
    text = f"{unsur.name}: NRR {f.decimal(unsur.nrr, 3)}, nilai konversi {f.decimal(unsur.converted, 2)}"
    text += f", mutu {unsur.mutu}"
    if unsur.previous_nrr is not None and unsur.nrr is not None:
        text += f"; periode sebelumnya {f.decimal(unsur.previous_nrr, 3)}"
    return text


def _numbered(rows: list[str]) -> str:
    return "\n".join(f"{no}. {row}{';' if no < len(rows) else '.'}" for no, row in enumerate(rows, 1))


def _weaknesses(report: SkmReport) -> str:
    if not report.lowest:
        return "Kelemahan belum dapat dianalisis karena nilai unsur belum lengkap."
    text = "Unsur dengan nilai terendah, yang perlu diperbaiki lebih dahulu, adalah:\n"
    text += _numbered([_scored(row) for row in report.lowest])
    if report.saran:
        themes = [f"{theme} ({f.whole(count)})" for theme, count in report.saran[:3]]
        text += f"\n\nTema saran yang paling sering disampaikan responden adalah {f.listing(themes)}."
    return text


def _strengths(report: SkmReport) -> str:
    scored = [row for row in report.unsur if row.nrr is not None and not row.lowest_rank]
    best = sorted(scored, key=lambda row: (-(row.nrr or 0), row.no))[:3]
    if not report.lowest or not best:
        return "Kelebihan belum dapat dianalisis karena nilai unsur belum lengkap."
    text = "Unsur dengan nilai tertinggi, yang perlu dipertahankan, adalah:\n"
    return text + _numbered([_scored(row) for row in best])


def _plan(report: SkmReport) -> str:
    if not report.rtl:
        return "Rencana tindak lanjut belum disusun."
    return (
        "Rencana tindak lanjut disusun mulai dari unsur dengan nilai terendah. Pelaksanaannya dipantau "
        "setiap triwulan, dan hasilnya dilaporkan dalam laporan SKM periode berikutnya."
    )


def _trend(report: SkmReport) -> str:
    if not report.trend:
        return "Belum ada nilai periode sebelumnya yang tercatat, sehingga tren belum dapat disajikan."
    return (
        f"Nilai IKM {report.office.unit} pada periode ini dan {f.in_words(len(report.trend))} periode "
        "sebelumnya disajikan berikut ini."
    )


def _conclusion(report: SkmReport) -> str:
    points = [
        f"SKM {report.title_period} {report.office.unit} dilaksanakan pada "
        f"{f.day_range(report.collected_from, report.collected_to)} dengan {against_target(report.sample)}"
    ]
    short = layanan_short(report.sample)
    if short:
        points.append(f"{f.in_words(len(short))} layanan belum memenuhi target respondennya")
    if report.index.ikm is not None:
        points.append(
            f"IKM unit adalah {f.ikm(report.index.ikm)}, mutu pelayanan {report.index.mutu}, kinerja "
            f"{report.index.kinerja}"
        )
    else:
        points.append("IKM belum dapat dihitung karena masih ada unsur yang belum punya nilai")
    if report.lowest:
        points.append(f"perbaikan diutamakan pada unsur {names(report.lowest)}")
    if report.rtl:
        points.append(f"{f.in_words(len(report.rtl))} program perbaikan telah direncanakan dalam rencana tindak lanjut")
    else:
        points.append("rencana tindak lanjut belum disusun")
    return "Dari hasil survei dapat disimpulkan:\n" + _numbered(points)


def _documentation(report: SkmReport) -> str:
    if report.photos:
        return "Gambar berikut mendokumentasikan pelaksanaan SKM."
    return "Belum ada foto pelaksanaan SKM yang dilampirkan."


def _last_followup(report: SkmReport) -> str:
    if not report.followups:
        return "Belum ada rencana tindak lanjut periode sebelumnya yang tercatat."
    done = sum(row.status == "selesai" for row in report.followups)
    return (
        f"Dari {f.in_words(len(report.followups))} rencana tindak lanjut periode sebelumnya, "
        f"{f.in_words(done)} telah selesai dilaksanakan. Rinciannya sebagai berikut."
    )


DEFAULTS = {
    Section.LATAR_BELAKANG: _background,
    Section.DASAR: _legal_basis,
    Section.MAKSUD_TUJUAN: _purpose,
    Section.PELAKSANA: _executor,
    Section.METODE: _methods,
    Section.LOKASI: _places,
    Section.WAKTU: _schedule,
    Section.PENENTUAN_RESPONDEN: _sampling,
    Section.KELEMAHAN: _weaknesses,
    Section.KELEBIHAN: _strengths,
    Section.RTL: _plan,
    Section.TREN: _trend,
    Section.KESIMPULAN: _conclusion,
    Section.DOKUMENTASI: _documentation,
    Section.TINDAK_LANJUT_LALU: _last_followup,
}
