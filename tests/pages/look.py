"""One visit of one page in one window: everything that can be measured there."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Response

from tests.pages.visits import Visit

AXE = Axe()
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    }
}
# Chromium reports the status of a page it was sent on purpose as an error on the console.
STATUS_MESSAGE = "Failed to load resource: the server responded with a status of"
# Advice of Chromium for log-in forms. A page behind one shared password has no user names.
PASSWORD_ADVICE = "[DOM] Password forms should have (optionally hidden) username fields"
FRAME_TYPES = {"Stylesheet", "Script", "Font"}
# Shifts that follow a touch or key are the reader's own and do not count (Cumulative Layout Shift, web.dev).
OBSERVE_SHIFTS = """
    window.layoutShift = 0;
    window.shiftedParts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries().filter((entry) => !entry.hadRecentInput)) {
            window.layoutShift += entry.value;
            for (const {node} of entry.sources) {
                const part = node?.getAttribute?.("class") || node?.nodeName;
                window.shiftedParts.push(`${part} at ${Math.round(entry.startTime)} ms`);
            }
        }
    }).observe({type: "layout-shift", buffered: true});
"""
SCROLL_THROUGH = """async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
        scrollTo(0, y);
        await new Promise((resolve) => setTimeout(resolve, 40));
    }
    await Promise.all([...document.images].filter((image) => !image.complete).map((image) => new Promise((resolve) => {
        image.onload = image.onerror = resolve;
    })));
    scrollTo(0, 0);
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
EMPTY_PARTS = """() => [...document.querySelectorAll("main dd, main dt, main h1, main h2, main h3, main li, main p")]
    .filter((part) => !part.textContent.trim() && !part.querySelector("img, svg, input"))
    // What a reader is told later has to stand there before.
    .filter((part) => !part.matches("[role=status]"))
    .map((part) => part.outerHTML.slice(0, 120))"""

# What each picture says about its width (the sizes attribute) beside the width it needs, which is more than that of
# its box where a flat picture fills a tall one. Wrong sizes load too much, or blur.
SIZES = """() => [...document.querySelectorAll("img[sizes]")].filter((img) => img.checkVisibility()).map((image) => {
    const entries = image.sizes.split(",").map((entry) => entry.trim().match(/^(\\(.*\\))?\\s*(\\S+)$/));
    const [, , length] = entries.find(([, condition]) => !condition || matchMedia(condition).matches);
    const probe = document.body.appendChild(document.createElement("div"));
    probe.style.width = length;
    const said = probe.getBoundingClientRect().width;
    probe.remove();
    const box = image.getBoundingClientRect();
    const shape = image.getAttribute("width") / image.getAttribute("height");
    const filled = getComputedStyle(image).objectFit === "cover" ? Math.max(box.width, box.height * shape) : box.width;
    return [image.currentSrc.split("/").pop(), said, filled];
})"""
NOT_WITHIN = """([targets, container]) => targets.filter(
    (target) => !container || !document.querySelector(target).closest(container)
)"""
# A picture of 16:9 fills a hero of 4:3 on a phone, where a third fewer points are not seen.
LARGEST_MISFIT = 0.3


@dataclass
class Sighting:
    """What one visit showed. Bytes are those of the first view, before any scrolling, as they came over the wire."""

    status: int = 0
    all_bytes: int = 0
    frame_bytes: int = 0
    script_bytes: int = 0
    layout_shift: float = 0
    shifted_parts: list[str] = field(default_factory=list)
    unsure: int = 0
    documents: list[Response] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Counter:
    """Counts the bytes of each kind of file, as they come over the wire."""

    def __init__(self, session: CDPSession) -> None:
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        kind = self.kinds.get(event["requestId"], "Other")
        self.bytes[kind] = self.bytes.get(kind, 0) + int(event["encodedDataLength"])


def open_window(browser: Browser, width: int, scheme: str) -> BrowserContext:
    """Return a new reader's browser, in ``light`` or ``dark``."""
    context = browser.new_context(viewport={"width": width, "height": 740 if width < 700 else 900}, color_scheme=scheme)
    context.add_init_script(OBSERVE_SHIFTS)
    return context


def look_at(context: BrowserContext, site: str, path: str, visit: Visit, folder: Path, label: str) -> Sighting:
    """Visit ``path`` and return what was seen; a picture of the whole page is left in ``folder``."""
    page = context.new_page()
    seen = Sighting()
    own_host = urlsplit(site).netloc
    counter = Counter(context.new_cdp_session(page))
    page.on("request", lambda request: _note_foreign(request.url, own_host, seen))
    page.on("console", lambda message: _note_console(message.text, visit, seen))
    page.on("pageerror", lambda error: seen.faults.append(f"script error: {error}"))
    page.on("response", lambda response: _note_status(response, seen))
    page.goto(f"{site}{path}")
    page.wait_for_load_state("networkidle")
    seen.all_bytes = sum(counter.bytes.values())
    seen.frame_bytes = sum(counter.bytes.get(kind, 0) for kind in FRAME_TYPES)
    seen.script_bytes = counter.bytes.get("Script", 0)
    if visit.act:
        visit.act(page)
    _check(page, visit, seen)
    seen.faults += [f"cookie {cookie['name']}" for cookie in context.cookies() if cookie["name"] != visit.cookie]
    page.screenshot(path=folder / f"{label}.png", full_page=True)
    (folder / "html").mkdir(exist_ok=True)
    (folder / "html" / f"{visit.name}.html").write_text(seen.documents[-1].text(), encoding="utf-8")
    page.close()
    return seen


def _check(page: Page, visit: Visit, seen: Sighting) -> None:
    page.evaluate(SCROLL_THROUGH)
    seen.layout_shift = page.evaluate("window.layoutShift")
    seen.shifted_parts = page.evaluate("window.shiftedParts")
    found = AXE.run(page, options=AXE_OPTIONS).response
    for violation in found["violations"]:
        if violation["id"] in visit.allowed:
            continue
        targets = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
        seen.faults.append(f"axe {violation['id']}: {targets}")
    unsure = {entry["id"]: [node["target"][-1] for node in entry["nodes"]] for entry in found["incomplete"]}
    for target in page.evaluate(NOT_WITHIN, [unsure.pop("color-contrast", []), visit.looked_at]):
        seen.faults.append(f"look at the contrast of {target}, then say so in the visit")
    seen.unsure = len(unsure)
    if (overflow := page.evaluate(OVERFLOW)) > 0:
        seen.faults.append(f"scrolls sideways by {overflow} px")
    seen.faults += [f"empty: {part}" for part in page.evaluate(EMPTY_PARTS)]
    for name, said, needed in page.evaluate(SIZES):
        if not needed or abs(said / needed - 1) > LARGEST_MISFIT:
            seen.faults.append(f"sizes of {name} say {said:.0f} px, the page gives {needed:.0f}")
    if seen.status != visit.status:
        seen.faults.append(f"status {seen.status}, not {visit.status}")
    if seen.all_bytes > visit.budget:
        seen.faults.append(f"{seen.all_bytes} bytes, budget {visit.budget}")


def _note_foreign(address: str, own_host: str, seen: Sighting) -> None:
    parts = urlsplit(address)
    if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != own_host:
        seen.faults.append(f"request to {parts.netloc}")


def _note_console(text: str, visit: Visit, seen: Sighting) -> None:
    expected_status = visit.status != 200 and text.startswith(STATUS_MESSAGE)
    if not expected_status and not text.startswith(PASSWORD_ADVICE):
        seen.faults.append(f"console: {text}")


def _note_status(response: Any, seen: Sighting) -> None:
    if response.request.is_navigation_request():
        seen.status = response.status
        seen.documents.append(response)
    elif response.status >= 400:
        seen.faults.append(f"{response.status} for {urlsplit(response.url).path}")
