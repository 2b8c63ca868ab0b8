"""What the own team reads while a city is set up: the trial letter, and what a step would have sent."""

from datetime import date

from app.reminders.content.city import about_city
from app.reminders.content.draft import Action, Draft, Sender, Strong
from app.reminders.content.facts import Addressee, CityFacts
from app.reminders.content.words import NO_TRACKER, SIGN_IN_NOTE, deadline_spans
from app.web.formats import angka


def trial(to: Addressee, sender: Sender, today: date, link: str) -> Draft:
    """Return the letter that proves that the mail server hands letters over."""
    return Draft(
        sender=sender,
        written_on=today,
        greeting=f"Yth. {to.address} {to.name}".rstrip(),
        position=to.position,
        subject="E-mail percobaan dari Potret",
        preheader="Server e-mail bekerja; belum ada OPD yang dikirimi.",
        heading="E-mail percobaan ini sampai",
        lead=(
            ("Server e-mail kota bekerja. E-mail ini hanya dikirim ke tim ", Strong(sender.office), "."),
            (
                "Periksa nama pengirim dan alamat balasannya: begitulah OPD akan melihatnya. "
                "Bila e-mail ini masuk ke folder spam, minta pengelola e-mail kota mengizinkan pengirimnya.",
            ),
        ),
        action=Action("Lanjutkan penyiapan", link, SIGN_IN_NOTE),
        footer=f"Dikirim {sender.office} lewat Potret. {NO_TRACKER}",
    )


def held_back(facts: CityFacts) -> Draft:
    """Return what the team reads instead of a step's reminders: whom they would have reached."""
    lead = (
        Strong("Mode uji menyala, sehingga OPD belum dikirimi. "),
        f"Menurut kalender, hari ini pengingat {facts.periode_title} terkirim ke {angka(facts.opd_unfinished)} OPD berikut; ",
        *deadline_spans(facts.deadline, facts.days_left),
        ". Setelah Potret dibuka untuk semua, pengingat terkirim langsung ke OPD.",
    )
    heading = f"Mode uji: pengingat untuk {angka(facts.opd_unfinished)} OPD ditahan"
    return about_city(facts, heading=heading, lead=(lead,), closing=())
