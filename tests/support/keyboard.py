"""A reader who has nothing but a keyboard, and who must see at every stop where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

MOST_STOPS = 150

# What is focused, and what a reader sees of it. An element that shows its focus on the card around it counts as shown.
STOP = """async () => {
    // A browser scrolls to what is focused with the next picture it paints.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const box = [...element.getClientRects()].find(rect => rect.width && rect.height);
    const outlined = [element, element.closest(".card")].some(shown => {
        if (!shown) return false;
        const style = getComputedStyle(shown);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const labels = [...(element.labels ?? [])].map(label => label.innerText);
    const name = labels.join(" ") || element.getAttribute("aria-label") || element.textContent;
    const result = {
        tag: element.tagName.toLowerCase(),
        type: element.getAttribute("type") ?? "",
        name: name.replace(/\\s+/g, " ").trim(),
        value: element.value ?? "",
        checked: element.checked ?? false,
        inMain: Boolean(element.closest("main")),
        outlined,
        visible: Boolean(box) && element.checkVisibility({opacityProperty: true, visibilityProperty: true}),
    };
    if (!box) return result;
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const onTop = document.elementFromPoint(x, y);
    const fits = (start, end, size) => start >= -1 && end <= size + 1 || end - start > size && start < size && end > 0;
    result.onTop = Boolean(onTop) && (element === onTop || element.contains(onTop));
    result.covering = onTop ? onTop.outerHTML.slice(0, 120) : "nothing";
    // Of a large field the browser shows the line that is written next.
    const bottom = element.tagName === "TEXTAREA" ? box.top + 40 : box.bottom;
    result.inWindow = fits(box.top, bottom, innerHeight) && fits(box.left, box.right, innerWidth);
    result.box = [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY].map(Math.round);
    return result;
}"""


@dataclass(frozen=True)
class Stop:
    """One place that Tab leads to. ``box`` is left, top, right and bottom on the page, in CSS pixels."""

    tag: str
    type: str
    name: str
    value: str
    checked: bool
    in_main: bool
    box: tuple[int, int, int, int]


class Keyboard:
    """Moves through ``page`` by keys alone and fails where a reader would be lost."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def look(self) -> Stop | None:
        """Where the focus is; ``None`` before the first and behind the last stop. Fails if it cannot be seen."""
        seen: dict[str, Any] | None = self.page.evaluate(STOP)
        if seen is None:
            return None
        where = f"{seen['tag']} “{seen['name'][:60]}” on {self.page.url}"
        assert seen["visible"], f"the focus is on something hidden: {where}"
        assert seen["outlined"], f"nothing shows the focus: {where}"
        assert seen["inWindow"], f"the focus is outside of the window: {where} {seen['box']}"
        assert seen["onTop"], f"the focus is covered: {where} by {seen['covering']}"
        return Stop(
            seen["tag"],
            seen["type"],
            seen["name"],
            seen["value"],
            seen["checked"],
            seen["inMain"],
            tuple(seen["box"]),
        )

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def next(self, key: str = "Tab") -> Stop | None:
        self.press(key)
        return self.look()

    def go_to(self, name: str, *, within_main: bool = False) -> Stop:
        """Press Tab until the stop whose name begins with ``name``."""
        passed = []
        for _count in range(MOST_STOPS):
            stop = self.next()
            if stop and stop.name.startswith(name) and (stop.in_main or not within_main):
                return stop
            passed.append(stop and stop.name)
        raise AssertionError(f"“{name}” is not reached by Tab on {self.page.url}: {passed}")

    def follow(self, name: str, *, within_main: bool = False) -> None:
        """Go to a link or button and press Enter; come back when the next page is there."""
        self.go_to(name, within_main=within_main)
        with self.page.expect_navigation():
            self.press("Enter")

    def type_into(self, label: str, text: str) -> None:
        self.go_to(label)
        self.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, label: str, value: str) -> None:
        """Walk down a list of options until the one of this value."""
        stop: Stop | None = self.go_to(label)
        for _count in range(MOST_STOPS):
            if stop and stop.value == value:
                return
            stop = self.next("ArrowDown")
        raise AssertionError(f"“{value}” is not in the list “{label}”")

    def check(self, first: str, wanted: str) -> None:
        """Enter a group of radio buttons at ``first`` and walk down to ``wanted``."""
        stop: Stop | None = self.go_to(first)
        self.press("Space")
        for _count in range(MOST_STOPS):
            if stop and stop.name.startswith(wanted):
                expect(self.page.get_by_label(wanted)).to_be_checked()
                return
            stop = self.next("ArrowDown")
        raise AssertionError(f"“{wanted}” is not in the group that starts at “{first}”")

    def all_stops(self) -> list[Stop]:
        """Every stop from the top of the page until the focus leaves it. Fails on a trap."""
        stops: list[Stop] = []
        for _count in range(MOST_STOPS):
            stop = self.next()
            if stop is None:
                return stops
            assert stop not in stops, f"the focus goes round at “{stop.name}” on {self.page.url}"
            stops.append(stop)
        raise AssertionError(f"the focus does not leave {self.page.url}")
