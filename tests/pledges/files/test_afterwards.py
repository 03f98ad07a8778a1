"""Files that are handed in when telling more about an engagement that was sent, by a reader of French."""

import pytest

from pledges.models import Pledge, PledgeFile
from tests.support.join_forms import join_pages, name, published_form, section
from tests.support.member_files import BAD_FILES, part, post_files, post_part, stored_files, upload
from tests.support.members import Member, in_fields, mistakes, read

pytestmark = pytest.mark.django_db

# What the member reads about each of them, in French.
SENTENCES = {
    "nothing in it": "est vide",
    "a zip bomb": "ne peut pas être accepté",
    "a zip bomb called picture": "ne peut pas être accepté",
    "a drawing with script": "ne peut pas être accepté",
    "a drawing with script called picture": "ne peut pas être accepté",
    "a PDF that is a page too": "PDF",
    "a PDF with an archive behind it": "PDF",
    "a PDF that begins late": "ne peut pas être accepté",
}


@pytest.fixture
def telling(asked):
    """Somebody in front of the screen that asks for files, after the engagement was sent."""
    form = published_form(
        section("All", *(asked[key] for key in ("title", "engagement", "actor_kind", "email"))),
        section("Plans", asked["file"], asked["note"], stage="more"),
    )
    member = Member(join_pages(form, ("en", "fr"))["fr"], asked, "fr")
    member.begin(title="Une mare", engagement="ha", actor_kind="citizen", email="an@example.org")
    member.send()
    member.tell_more()
    return member


@pytest.mark.parametrize("bad", SENTENCES)
def test_a_bad_file_is_refused_in_the_members_language_and_the_rest_is_kept(telling, asked, store, bad):
    file_name, content, _sentence = BAD_FILES[bad]
    chosen = [upload("mare.jpg"), upload(file_name, content, "image/jpeg")]
    response = post_files(telling.client, telling.address(1), asked["file"], *chosen, **{name(asked["note"]): "Là"})
    (mistake,) = mistakes(response)
    assert response.status_code == 422
    assert file_name in mistake
    assert SENTENCES[bad] in mistake
    assert in_fields(response)[name(asked["note"])] == "Là"
    assert "mare.jpg (" in read(response)
    assert [file.name for file in PledgeFile.objects.all()] == ["mare.jpg"]
    assert len(stored_files(store)) == 1


def test_a_name_that_leads_out_of_the_folder_leads_nowhere(telling, asked, store):
    response = post_part(telling.client, telling.address(1), part(name(asked["file"]), "../../x"))
    assert response.status_code == 422  # the note is missing
    assert "x.jpg (" in read(response)
    assert telling.post(1, note="Là").url == telling.address("check")
    telling.send()
    file = PledgeFile.objects.get()
    assert (file.name, file.pledge) == ("x.jpg", Pledge.objects.get())
    (path,) = stored_files(store)
    assert path.parent == store / "pledge-files"
    assert not list(store.parent.glob("x*"))
