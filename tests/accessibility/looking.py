"""Looking at a page: with axe, with a ruler, and with a camera."""

from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, Response, ViewportSize

# WCAG 2.2, levels A and AA, and what axe holds to be good besides.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # Style sheets would be fetched again for a rule that is not among these.
    "preload": False,
}
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
DOWNLOAD = "Download is starting"
AXE = Axe()


@dataclass
class Look:
    """What was looked at in one language, and what is wrong there.

    pictures: a folder for a picture of every page on a desk and on a phone.
    """

    page: Page
    language: str
    pictures: Path | None
    pages: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    def at(self, name: str, url: str) -> None:
        """Open the address; a download, a redirect or a refusal is no page of its own."""
        answer = self._open(url)
        if answer is None or answer.request.redirected_from or answer.status != HTTPStatus.OK:
            return
        if "text/html" not in answer.headers.get("content-type", ""):
            return
        self.now(name)

    def now(self, name: str) -> None:
        """Judge what is open, which is called by this name."""
        self.pages.append(name)
        self._judge(name)

    def _open(self, url: str) -> Response | None:
        try:
            return self.page.goto(url)
        except Error as error:
            if DOWNLOAD in error.message:
                return None
            raise

    def _judge(self, name: str) -> None:
        if self.page.locator("html").get_attribute("lang") != self.language:
            self._find(name, "is in another language")
        for violation in AXE.run(self.page, options=RULES).response["violations"]:
            places = [node["target"] for node in violation["nodes"]][:3]
            self._find(name, f"{violation['id']}: {violation['help']}: {places}")
        self._photograph(name, "desk")
        self.page.set_viewport_size(PHONE)
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if too_wide > 0:
            self._find(name, f"{too_wide} pixels wider than a phone")
        self._photograph(name, "phone")
        self.page.set_viewport_size(DESK)

    def _find(self, name: str, what: str) -> None:
        self.findings.append(f"{name} ({self.language}): {what}")

    def _photograph(self, name: str, device: str) -> None:
        if self.pictures:
            path = self.pictures / f"{name} ({self.language}) {device}.png"
            self.page.screenshot(path=path, full_page=True)
