"""A tablet at the counter: the phone of tests/offline with a kiosk on it."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Locator, expect

from tests.offline.phone import Phone


class Tablet(Phone):
    size = {"width": 1280, "height": 800}  # noqa: RUF012 — as in Phone
    store = "potret-kios"
    code = ""

    def open(self) -> None:
        self.page.goto(f"{self.site}/kios/{self.code}")
        self.ready()

    def ready(self) -> None:
        expect(self.page.locator("body[data-stage='awal']")).to_be_attached()

    @property
    def begin(self) -> Any:
        return self.page.get_by_role("button", name="Sentuh di sini untuk mulai")

    @property
    def screen(self) -> Locator:
        return self.page.locator("form [data-screen]:visible")

    @property
    def queue_line(self) -> Locator:
        return self.page.locator(".queue-line:visible")

    def set_up(self, code: str) -> None:
        """Open the kiosk for the first time, with a network, and wait until the tablet has kept it."""
        self.code = code
        self.open()
        expect(self.begin).to_be_visible()
        self.page.evaluate("async () => { await navigator.serviceWorker.ready }")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")

    def begin_now(self) -> str:
        """Begin as the next person does, some time after the last; gives the id of the answer."""
        self.set_clock(self.clock_error + 4000)
        self.begin.click()
        expect(self.page.locator("#pertanyaan-1")).to_be_visible()
        return str(self.page.evaluate("history.state.draft"))

    def answer_all(self, scores: tuple[int, ...] = (3,) * 9) -> None:
        for no, score in enumerate(scores, 1):
            self.answer(no, score)
        self.page.get_by_role("button", name="Lanjut ke saran").click()

    def send(self) -> None:
        self.page.get_by_role("button", name="Kirim jawaban").click()
        expect(self.thanks).to_be_visible()

    @property
    def thanks(self) -> Locator:
        return self.page.get_by_role("heading", name="Terima kasih")

    def send_all(self, timeout: float = 20) -> None:
        """Wait until nothing waits, pressing "Kirim sekarang" as staff do."""
        self.page.locator("[data-corner]").dispatch_event("pointerdown")
        button = self.page.get_by_role("button", name="Kirim sekarang")
        end = time.monotonic() + timeout
        while self.unsent():
            assert time.monotonic() < end, self.page.locator("body").inner_text()
            if button.is_visible():
                button.click()
            self.page.wait_for_timeout(100)
        self.page.keyboard.press("Escape")

    def visit(self, scores: tuple[int, ...] = (3,) * 9, saran: str = "") -> str:
        """Somebody comes, answers everything, and goes; it stands in the ledger once the kiosk says that it is kept."""
        made = self.begin_now()
        self.answer_all(scores)
        if saran:
            self.page.get_by_label("Saran Anda untuk pelayanan ini").fill(saran)
        self.send()
        self.ledger.saved(made, scores, saran)
        self.page.get_by_role("button", name="Selesai").click()
        expect(self.begin).to_be_visible()
        return made
