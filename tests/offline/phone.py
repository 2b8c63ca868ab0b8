"""A phone: Chromium with a profile on the disk, so that it can lose its battery and be started again."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.offline.gate import Gate
from tests.offline.ledger import Ledger
from tests.world import PASSWORD

SIZE = {"width": 360, "height": 740}
APP = "/isi/aplikasi"
# The phone's clock, which a test may set wrong.
CLOCK = """(() => {
  const Real = Date;
  let shift = %d;
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
  window.geser = (ms) => { shift = ms; };
})()"""
# One whole interview by the screens' own buttons, as fast as the app lets a person go; gives its id.
INTERVIEW = """async ([scores, saran]) => {
  const until = async (found) => {
    for (let tries = 0; tries < 400; tries++) {
      const one = found();
      if (one) return one;
      await new Promise((go) => setTimeout(go, 10));
    }
    throw new Error("waited in vain at " + location.hash);
  };
  const shown = (selector) => [...document.querySelectorAll(selector)].find((one) => one.offsetParent);
  location.hash = "#wawancara";
  (await until(() => location.hash === "#profil" && shown("#profil [data-next]"))).click();
  for (const [place, score] of scores.entries()) {
    (await until(() => shown(`#pertanyaan-${place + 1} .answers`))).querySelectorAll("input")[score - 1].click();
  }
  (await until(() => shown("#saran textarea"))).value = saran;
  document.querySelector("#saran textarea").dispatchEvent(new Event("input", { bubbles: true }));
  const id = history.state.draft;
  document.querySelector("[data-send]").click();
  await until(() => location.hash === "#tersimpan" && shown(".receipt"));
  if (history.state.id !== id) throw new Error("another interview was saved");
  return id;
}"""


class Phone:
    """`ledger` holds what the app called "tersimpan"."""

    size = SIZE
    store = "potret-isi"

    def __init__(self, playwright: Playwright, folder: Path, gate: Gate, launch: dict[str, Any]) -> None:
        self.playwright, self.folder, self.gate, self.launch = playwright, folder, gate, launch
        self.site = gate.url
        self.ledger = Ledger()
        self.clock_error = 0  # ms
        self.broken: list[str] = []  # errors of scripts, and what the policy forbade
        self.start()

    def start(self, *, offline: bool = False) -> None:
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            self.folder,
            viewport=self.size,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            offline=offline,
            accept_downloads=True,
            **self.launch,
        )
        self.context.add_init_script(CLOCK % self.clock_error)
        self.page: Page = self.context.pages[0]
        self.page.set_default_timeout(10_000)
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on(
            "console", lambda line: self.broken.append(line.text) if "Content Security Policy" in line.text else None
        )

    def kill(self) -> None:
        """End the browser without a word, as an empty battery does."""
        for process in _processes(self.folder):
            os.kill(process, signal.SIGKILL)
        while _processes(self.folder):
            time.sleep(0.01)
        try:
            self.context.close()
        except Error:
            return  # it is gone, which is what was wanted

    def go_offline(self) -> None:
        """No network at all: neither for the page, which is told so, nor for a worker that Chromium starts by itself."""
        self.gate.mode = "cut"
        self.context.set_offline(True)

    def go_online(self) -> None:
        self.gate.mode = "open"
        self.context.set_offline(False)

    def let_workers_sleep(self) -> None:
        """Stop the service workers, as a browser does with idle ones after half a minute.

        It never does so while it is watched, as it is here; and while the old worker runs on, a new one may wait minutes.
        """
        watching = self.context.new_cdp_session(self.page)
        watching.send("ServiceWorker.enable")
        watching.send("ServiceWorker.stopAllWorkers")
        watching.detach()

    def set_clock(self, error: int) -> None:
        """Set the clock wrong by so many ms; a wrong clock outlives a restart."""
        self.clock_error = error
        self.page.evaluate("error => geser(error)", error)

    def cold_start(self) -> None:
        """Kill, start again without a network, and open the app from its icon."""
        self.gate.mode = "cut"
        self.kill()
        self.start(offline=True)
        self.open()

    def open(self) -> None:
        self.page.goto(f"{self.site}{APP}")
        self.ready()

    def ready(self) -> None:
        """Wait until the app has read what is on the device."""
        expect(self.page.locator("body[data-screen]")).to_be_attached()

    def show(self, screen: str) -> None:
        self.page.evaluate(SHOW, f"#{screen}")

    def sign_in(self, who: str = "petugas.a") -> None:
        """Sign in on the server, which sets this device up, and choose the first place where there are several."""
        if self.page.url == "about:blank":
            self.page.goto(f"{self.site}/masuk")
        else:
            self.show("perangkat")
            self.page.locator("[data-act='sign-in']:visible").click()
        self.page.fill("[name=email]", f"{who}@contoh.test")
        self.page.fill("[name=password]", PASSWORD)
        self.page.locator("[name=password]").press("Enter")
        self.page.wait_for_url(f"**{APP}**", timeout=30_000)
        self.ready()
        self.choose_place()

    def choose_place(self) -> None:
        choose = self.page.locator("a[href='#tempat'].main-act:visible")
        expect(choose.or_(self.begin)).to_be_visible()
        if choose.is_visible():
            choose.click()
            self.page.locator(".offer").first.click()
        expect(self.begin).to_be_visible()

    @property
    def begin(self) -> Any:
        return self.page.locator("a.main-act[href='#wawancara']:visible")

    @property
    def strip(self) -> Any:
        return self.page.locator("[data-strip] .strip-text")

    def interview(self, scores: tuple[int, ...] = (3,) * 9, saran: str = "") -> str:
        """Do one whole interview by the app's own buttons; it stands in the ledger once the app says that it is saved."""
        made = self.page.evaluate(INTERVIEW, [list(scores), saran])
        self.ledger.saved(made, scores, saran)
        return str(made)

    # By taps, one after the other

    def start_interview(self) -> str:
        self.begin.click()
        self.page.get_by_role("button", name="Lanjut ke pertanyaan 1").click()
        return str(self.page.evaluate("history.state.draft"))

    def at_question(self, no: int) -> Any:
        screen = self.page.locator(f"#pertanyaan-{no}")
        expect(screen).to_be_visible()
        return screen

    def answer(self, no: int, score: int) -> None:
        self.at_question(no).locator(".answers input").nth(score - 1).click()

    def save(self, scores: tuple[int, ...]) -> None:
        made = self.page.evaluate("history.state.draft")  # before: a new version may take over the moment it is saved
        self.page.get_by_role("button", name="Simpan jawaban").click()
        saved = self.page.get_by_role("heading", name="Tersimpan di perangkat", level=2)
        expect(saved.or_(self.page.get_by_role("heading", name="Jawaban diterima", level=2))).to_be_visible()
        self.ledger.saved(made, scores)

    def unsent(self) -> int:
        return int(self.page.evaluate(COUNT, [self.store, "queue"]))

    def press_send(self) -> None:
        self.page.evaluate(PRESS)

    def send_all(self, timeout: float = 20) -> None:
        """Press "Kirim sekarang" until nothing waits."""
        self.show("antrean")
        end = time.monotonic() + timeout
        while self.unsent():
            assert time.monotonic() < end, self.page.locator("main").inner_text()
            self.press_send()
            self.page.wait_for_timeout(100)


# Come back when the app has heard of the new address: a tap before that would fall between two screens.
SHOW = """hash => new Promise(done => {
  if (location.hash === hash) return done();
  addEventListener("hashchange", () => setTimeout(done), { once: true });
  location.hash = hash;
})"""
# In one go: the app sends by itself too, and hides the button as soon as nothing waits.
PRESS = "() => [...document.querySelectorAll('[data-act=send]')].find(button => button.offsetParent)?.click()"
# Look into the database itself, not at what the app says of it.
COUNT = """([store, name]) => new Promise((resolve, reject) => {
  const request = indexedDB.open(store);
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const counting = request.result.transaction(name).objectStore(name).count();
    counting.onsuccess = () => { request.result.close(); resolve(counting.result); };
  };
})"""


def _processes(folder: Path) -> list[int]:
    """Return the processes of the browser with this profile; no other browser has its folder in the command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in command:
            found.append(int(path.parent.name))
    return found
