"""A running site on its demo content, a phone without script, and the table of what the journeys took."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import live_site
from tests.journeys.hand import Effort
from tests.support.browser import browser

__all__ = ["browser", "live_site"]

TABLE = pytest.StashKey[dict[str, Effort]]()


@pytest.fixture(scope="session")
def table(pytestconfig) -> dict[str, Effort]:
    """What each journey took; printed at the end."""
    return pytestconfig.stash.setdefault(TABLE, {})


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash.get(TABLE, {})
    if not rows:
        return
    terminalreporter.section("Journeys from home to received, on a phone without script")
    terminalreporter.line(f"{'member':32}{'page loads':>12}{'taps':>8}{'characters':>12}{'required answers':>18}")
    for name, effort in rows.items():
        terminalreporter.line(
            f"{name:32}{effort.page_loads:>12}{effort.taps:>8}{effort.characters:>12}{effort.required_answers:>18}"
        )
