"""The people of a journey: each has a browser of their own, and goes by what stands on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect
from pyotp import TOTP

from tests.faults.november import wait_until
from tests.journeys.city import Arrived, City
from tests.offline.phone import CLOCK

APP = "/isi/aplikasi"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
# How far the person's clock is ahead, in ms; kept by the browser, so that a reload does not forget it.
KEPT_SHIFT = "(() => { try { return Number(localStorage.getItem('geser') ?? 0); } catch { return 0; } })()"
PASSWORD = "sandi yang panjang dan mudah diingat"


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    city: City
    page: Page
    broken: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, browser: Browser, city: City, name: str, email: str, *, screen: dict[str, int] | None = None) -> Person:
        size = screen or DESK
        context = browser.new_context(viewport=size, locale="id-ID", timezone_id="Asia/Jakarta", base_url=city.url)
        context.set_default_timeout(15_000)
        context.add_init_script(CLOCK.replace("%d", KEPT_SHIFT))
        person = cls(name, email, city, context.new_page())
        person.page.on("pageerror", lambda error: person.broken.append(str(error)))
        return person

    def leave(self, pictures: Path) -> None:
        """Close the browser, after a last picture for whoever looks for a fault; nothing on the pages was broken."""
        self.page.screenshot(path=pictures / f"{self.email}.png")
        self.page.context.close()
        assert self.broken == [], f"{self.name}: {self.broken}"

    def letters(self) -> list[Arrived]:
        return [letter for letter in self.city.letters() if letter.to == self.email]

    def join(self) -> None:
        """Open the invitation's link from the mailbox, choose a password, and be signed in."""
        wait_until(lambda: bool(self.letters()), 30, f"an invitation for {self.email}")
        letter = self.letters()[-1]
        assert "Undangan" in letter.subject
        self.page.goto(self.only_link(letter))
        expect(self.page.get_by_text(self.email)).to_be_visible()
        self.page.get_by_label("Kata sandi baru").fill(PASSWORD)
        self.press("Simpan dan masuk")
        expect(self.page.get_by_text("Selamat datang")).to_be_visible()

    def set_up_phone(self) -> None:
        """Set up the second factor, which Bagian Organisasi cannot do without."""
        key = self.page.locator(".factor-key").inner_text().replace(" ", "")
        self.fill({"Kode 6 angka": TOTP(key).at(time() + self.city.offset)})
        self.press("Aktifkan")
        self.page.get_by_role("link", name="Sudah saya simpan").click()

    def sign_in(self) -> None:
        """Be signed in; days have passed, and the old session is over."""
        self.page.goto("/masuk")
        self.fill_sign_in()

    def fill_sign_in(self) -> None:
        self.fill({"E-mail kedinasan": self.email, "Kata sandi": PASSWORD})
        self.press("Masuk")
        expect(self.page.get_by_role("heading", level=1)).not_to_have_text("Masuk")

    def open_app(self) -> None:
        """Open the app from the icon on the phone, whose clock tells the city's time."""
        self.page.goto(APP)
        self.page.evaluate("ms => localStorage.setItem('geser', ms)", self.city.offset * 1000)
        self.page.reload()

    def open(self, *links: str) -> None:
        """Follow links by their words, one after another."""
        for link in links:
            self.page.get_by_role("link", name=link).first.click()

    def fill(self, fields: dict[str, str]) -> None:
        for label, text in fields.items():
            self.page.get_by_role("textbox", name=label).or_(self.page.get_by_label(label)).first.fill(text)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def only_link(self, letter: Arrived) -> str:
        """Return the one address of Potret that a letter carries, besides the one in its foot that pauses letters."""
        found = re.findall(re.escape(self.city.url) + r"/[^\s<>\"]*[^\s<>\".,)]", letter.text)
        links = {link for link in found if not link.endswith("/jeda-pengingat")}
        assert len(links) == 1, (letter.subject, links)
        return links.pop()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path
