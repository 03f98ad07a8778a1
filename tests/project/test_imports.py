"""Imports run one way: home and search above stories and pledges, those above core and users."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(config: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", config, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_app_imports_one_above_it():
    result = lint_imports(ROOT / "pyproject.toml")

    assert result.returncode == 0, result.stdout
    assert "Imports run one way KEPT" in result.stdout


def test_an_import_against_the_rule_is_found_and_named(tmp_path):
    """The same contract upside down must fail, or the test above proves nothing."""
    rules = (ROOT / "pyproject.toml").read_text()
    layers = '["home | search", "stories | pledges", "bbacms.core | bbacms.users"]'
    assert layers in rules
    upside_down = tmp_path / "pyproject.toml"
    upside_down.write_text(
        rules.replace(layers, '["bbacms.core | bbacms.users", "stories | pledges", "home | search"]')
    )

    result = lint_imports(upside_down)

    assert result.returncode == 1
    assert "pledges is not allowed to import bbacms.core" in result.stdout
