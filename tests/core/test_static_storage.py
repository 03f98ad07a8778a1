"""Collected static files: one hashed, compressed style sheet with everything in it."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder

from bbacms.core.static_storage import BUNDLE, OneStylesheetStorage

CSS_DIR = settings.BASE_DIR / "static" / "css"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder of collected files, of the project alone, and the name of the style sheet there."""
    root = tmp_path_factory.mktemp("static")
    storage = OneStylesheetStorage(location=root, base_url="/static/")
    paths = {}
    for path, source in FileSystemFinder().list([]):
        with source.open(path) as file:
            storage.save(path, file)
        paths[path] = (storage, path)
    for _name, _hashed_name, result in storage.post_process(paths):
        assert not isinstance(result, Exception), result
    return root, storage.stored_name(BUNDLE)


def test_the_name_is_hashed_and_the_file_compressed(collected):
    root, name = collected
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", name)
    assert (root / f"{name}.gz").exists()
    assert (root / f"{name}.br").exists()


def test_every_file_of_the_style_sheet_is_in_it_under_its_layer(collected):
    root, name = collected
    bundle = (root / name).read_text()
    assert "@import" not in bundle
    assert bundle.startswith("@layer tokens, base,")
    for source in CSS_DIR.rglob("*.css"):
        if source.name != "site.css":
            selector = re.search(
                r"^[.:@*a-z][^{}\n]*\{", re.sub(r"/\*.*?\*/", "", source.read_text(), flags=re.S), re.M
            )
            assert selector.group() in bundle, source
    assert re.search(r"@layer components \{\n\.button \{", bundle)


def test_the_font_it_names_is_there(collected):
    root, name = collected
    font = re.search(r'url\("([^"]+woff2)"\)', (root / name).read_text())[1]
    assert (root / name).parent.joinpath(font).resolve().is_file()
