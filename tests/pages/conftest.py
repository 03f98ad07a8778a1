"""A live site's server, a browser, and the table of what was measured."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.look import Sighting
from tests.pages.site import production_site
from tests.pages.visits import walk_the_form
from tests.support.browser import browser
from tests.support.servers import ROOT

__all__ = ["browser", "site"]

TABLE = pytest.StashKey[dict[str, list[Sighting]]]()


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of a server with production settings on the demo content."""
    with production_site(tmp_path_factory.mktemp("var")) as address:
        yield address


@pytest.fixture(scope="session")
def form_addresses(browser, site) -> dict[str, str]:
    """The addresses of the later screens of the form."""
    return walk_the_form(browser, site)


@pytest.fixture(scope="session")
def folder() -> Path:
    """Where pictures and sources of the pages are left for whoever wants to look."""
    path = ROOT / "var" / "pages"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


@pytest.fixture(scope="session")
def table(pytestconfig) -> dict[str, list[Sighting]]:
    """What was measured, by page; printed at the end."""
    return pytestconfig.stash.setdefault(TABLE, {})


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash.get(TABLE, {})
    if not rows:
        return
    terminalreporter.section("Pages: the largest figure over all windows")
    terminalreporter.line(
        f"{'page':28}{'bytes':>9}{'style+script+font':>19}{'script':>8}{'shift':>8}{'axe unsure':>12}"
    )
    for name, sightings in rows.items():
        terminalreporter.line(
            f"{name:28}"
            f"{max(seen.all_bytes for seen in sightings):>9,}"
            f"{max(seen.frame_bytes for seen in sightings):>19,}"
            f"{max(seen.script_bytes for seen in sightings):>8,}"
            f"{max(seen.layout_shift for seen in sightings):>8.3f}"
            f"{max(seen.unsure for seen in sightings):>12}"
        )
