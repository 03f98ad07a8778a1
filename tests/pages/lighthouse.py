"""``python -m tests.pages.lighthouse``: the Lighthouse scores of five pages, as a phone gets them from a live site.

Ends with an error unless accessibility, best practices and SEO are 100 everywhere. Performance is printed only: it
is a measure of this machine as well.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.pages.site import production_site
from tests.support.browser import BROWSER_OPTIONS
from tests.support.servers import ROOT

PAGES = {
    "home": "/en/",
    "objective": "/en/green-blue-network/urban-and-peri-urban-areas/",
    "story": "/en/stories/wolvenberg/",
    "story index": "/en/stories/",
    "join": "/en/join/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MUST_BE_PERFECT = CATEGORIES[1:]
PROGRAM = ROOT / "tests" / "pages" / "node_modules" / ".bin" / "lighthouse"


def scores(address: str, report: Path) -> dict[str, int]:
    """Return the score of each category, from 0 to 100, and leave the report. Raises if Lighthouse fails."""
    flags = " ".join(["--headless=new", *BROWSER_OPTIONS])
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    command = [
        PROGRAM,
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags={flags}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    subprocess.run(command, env=environment, check=True)
    found = json.loads(report.read_text())["categories"]
    return {name: round(100 * (found[name]["score"] or 0)) for name in CATEGORIES}


def main() -> int:
    """Print a line for each page; return 1 if one falls short."""
    folder = ROOT / "var" / "lighthouse"
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    short = False
    with tempfile.TemporaryDirectory() as var, production_site(Path(var)) as address:
        for name, path in PAGES.items():
            result = scores(f"{address}{path}", folder / f"{name.replace(' ', '-')}.json")
            short = short or any(result[category] < 100 for category in MUST_BE_PERFECT)
            lines.append(f"{name:14}" + "".join(f"{result[category]:>16}" for category in CATEGORIES))
    sys.stdout.write("\n".join([f"{'page':14}" + "".join(f"{name:>16}" for name in CATEGORIES), *lines, ""]))
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
