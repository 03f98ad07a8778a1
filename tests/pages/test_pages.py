"""Every page type, in light and dark, on a phone, a tablet and a laptop: nothing wrong that a machine can see."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.pages.look import look_at, open_window
from tests.pages.visits import KILOBYTE, VISITS
from tests.support.servers import ROOT

pytestmark = pytest.mark.pages

WIDTHS = (320, 768, 1440)
SCHEMES = ("light", "dark")
FRAME_BUDGET = 60 * KILOBYTE
SCRIPT_BUDGET = 12 * KILOBYTE
LARGEST_SHIFT = 0.01
TOOLS = ROOT / "tests" / "pages" / "node_modules" / ".bin"


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_a_page_in_every_window(browser, site, form_addresses, folder, table, visit):
    faults = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            label = f"{visit.name}-{width}-{scheme}"
            context = open_window(browser, width, scheme)
            seen = look_at(context, site, visit.path.format(**form_addresses), visit, folder, label)
            context.close()
            table.setdefault(visit.name, []).append(seen)
            if seen.frame_bytes > FRAME_BUDGET or seen.script_bytes > SCRIPT_BUDGET:
                seen.faults.append(f"style, script and font {seen.frame_bytes}, script {seen.script_bytes} bytes")
            if seen.layout_shift > LARGEST_SHIFT:
                seen.faults.append(f"layout shift {seen.layout_shift:.3f}: {', '.join(seen.shifted_parts)}")
            faults += [f"{label}: {fault}" for fault in dict.fromkeys(seen.faults)]
    assert not faults, "\n".join(faults)


def test_the_html_is_valid(folder):
    """Runs after the visits, which leave the sources of the pages."""
    sources = sorted((folder / "html").glob("*.html"))
    assert sources
    report = folder / "html-validate.json"
    command = [
        TOOLS / "html-validate",
        "--config",
        ROOT / "tests/pages/htmlvalidate.json",
        f"--formatter=json={report}",
    ]
    result = subprocess.run([*command, *sources], capture_output=True, text=True, check=False)
    assert not result.stderr
    found = json.loads(report.read_text(encoding="utf-8"))
    faults = [
        f"{source['filePath'].rpartition('/')[2]}:{fault.get('line')}: {fault.get('ruleId')} {fault['message']}"
        for source in found
        for fault in source["messages"]
    ]
    assert not faults, "\n".join(sorted(faults))
