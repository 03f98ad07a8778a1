"""The tick that a picture may be shown, as a consent: kept word for word, taken back like any other."""

import re

import pytest

from bbacms.core.models import CustomImage
from pledges.choices import MailKind, PledgeState
from pledges.models import ConsentRecord, OutgoingMail, Pledge, PledgeDraft, PledgeFile
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.factories.users import UserFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    post,
    published_form,
    question,
    section,
    send,
    texts,
)
from tests.support.mails import link_in
from tests.support.member_files import page_text, post_files, upload

pytestmark = pytest.mark.django_db

JOIN = ("title", "engagement", "actor_kind", "email")


@pytest.fixture
def asked():
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    rights = {"kinds": ["picture"], "largest": 1, "how_many": 2, "ask_rights": True}
    return needed_questions() | {
        "picture": question("file", "Picture", **rights, rights_label=texts("You may show it")),
        "logo": question("file", "Logo", **rights),
        "note": question("short_text", "Note"),
    }


@pytest.fixture
def answers(asked):
    values = dict(zip(JOIN, ("A pond", "ha", "citizen", "an@example.org"), strict=True))
    return {name(asked[key]): value for key, value in values.items()}


@pytest.fixture
def received(client, asked, answers):
    """The received page of an engagement that was just sent in Dutch; pictures are asked for afterwards."""
    later = [asked[key] for key in ("picture", "logo", "note")]
    form = published_form(section("All", *(asked[key] for key in JOIN)), section("More", *later, stage="more"))
    return send(client, post(client, f"/nl/pledge/start/{join_pages(form)['nl'].pk}/", answers).url).url


def more(client, received):
    return post(client, received.replace("/received/", "/more/"), {}).url


def tell(client, received, asked, *files, to="picture", **fields):
    """Hand ``files`` in for the question ``to``, with further fields such as ``picture_rights``, and send it."""
    data = {f"{name(asked[key.split('_')[0]])}-{key.split('_')[1]}": value for key, value in fields.items()}
    send(client, post_files(client, more(client, received), asked[to], *files, **data).url)


def mine():
    return link_in(OutgoingMail.objects.get(kind=MailKind.RECEIPT), "mine")


def given():
    return list(ConsentRecord.objects.order_by("pk").values_list("given", flat=True))


def test_the_tick_is_kept_in_the_words_language_and_wording_of_the_form_that_were_shown(client, received, asked):
    tell(client, received, asked, upload(), picture_rights="yes")
    record = ConsentRecord.objects.get()
    assert (record.purpose, record.wording, record.language) == ("picture", "You may show it (nl)", "nl")
    assert str(record.question_id) == asked["picture"]["id"]
    assert record.given
    assert record.form_revision == Pledge.objects.get().form.live_revision


def test_without_own_words_the_shipped_ones_are_kept_as_they_were_shown(client, received, asked):
    tell(client, received, asked, upload(), to="logo", logo_rights="yes")
    record = ConsentRecord.objects.get()
    assert "Alliantie" in record.wording
    assert record.wording in page_text(client.get(more(client, received)))


def test_no_tick_and_a_tick_without_a_picture_are_no_consent(client, received, asked):
    tell(client, received, asked, upload(), logo_rights="yes")
    assert PledgeFile.objects.count() == 1
    assert not ConsentRecord.objects.exists()


def test_the_tick_of_a_form_that_asks_at_once_is_kept_too(client, asked, answers):
    form = published_form(section("One", *(asked[key] for key in JOIN)), section("Two", asked["picture"]))
    step = post(client, f"/en/pledge/start/{join_pages(form)['en'].pk}/", answers).url
    ticked = {f"{name(asked['picture'])}-rights": "yes"}
    send(client, post_files(client, step, asked["picture"], upload(), **ticked).url)
    assert ConsentRecord.objects.get().wording == "You may show it"


def test_unticking_it_later_withdraws_it_in_the_words_of_then(client, received, asked):
    tell(client, received, asked, upload(), picture_rights="yes")
    tell(client, received, asked)
    first, second = ConsentRecord.objects.order_by("pk")
    assert (first.given, second.given) == (True, False)
    assert second.wording == first.wording
    assert PledgeFile.objects.count() == 1


def test_saying_it_again_of_the_same_picture_is_no_second_consent(client, received, asked):
    tell(client, received, asked, upload(), picture_rights="yes")
    tell(client, received, asked, picture_rights="yes", picture_credit="An")
    assert given() == [True]


def test_a_tick_for_another_picture_is_a_consent_of_its_own(client, received, asked):
    tell(client, received, asked, upload("a.jpg"), picture_rights="yes")
    tell(client, received, asked, upload("b.jpg"), picture_rights="yes")
    assert given() == [True, True]


def test_with_the_last_picture_the_consent_ends(client, received, asked):
    tell(client, received, asked, upload(), picture_rights="yes")
    tell(client, received, asked, picture_rights="yes", picture_remove=str(PledgeFile.objects.get().pk))
    assert given() == [True, False]


class TestWithdrawing:
    @pytest.fixture
    def ticked(self, client, received, asked):
        tell(client, received, asked, upload(), picture_rights="yes", picture_caption="A frog")

    def withdraw(self, client, asked):
        return post(client, mine(), {"action": "consent", "question": asked["picture"]["id"]})

    def offered(self, client):
        """The headings of the consents that the member's page offers to withdraw."""
        return re.findall("<h3>(.*?)</h3>", page_text(client.get(mine())).split("<h2>")[-1])

    def test_the_members_page_tells_a_picture_from_a_logo(self, client, received, asked, ticked):
        tell(client, received, asked, upload(), to="logo", picture_rights="yes", logo_rights="yes")
        assert self.offered(client) == ["Picture (nl)", "Logo (nl)"]
        self.withdraw(client, asked)
        assert self.offered(client) == ["Logo (nl)"]

    def test_it_is_taken_back_once_and_the_picture_stays_with_staff(self, client, asked, ticked):
        for _twice in range(2):
            self.withdraw(client, asked)
        assert given() == [True, False]
        answer = Pledge.objects.get().answers.get(kind="file")
        assert answer.value[0]["rights"] is False
        assert answer.display.splitlines()[1:] == ["A frog"]
        assert PledgeFile.objects.count() == 1

    def test_it_can_then_no_more_be_published_and_could_before(self, client, asked, ticked, settings, tmp_path):
        settings.MEDIA_ROOT = str(tmp_path / "media")
        Pledge.objects.update(state=PledgeState.ACCEPTED)
        client.force_login(UserFactory(group="Communications team"))
        case = f"/admin/inbox/{Pledge.objects.get().pk}/"
        assert "/publish/" in client.get(case).content.decode()
        self.withdraw(client, asked)
        page = page_text(client.get(case))
        assert "/publish/" not in page
        assert "The member withdrew the consent to show it." in page
        client.post(f"{case}files/{PledgeFile.objects.get().pk}/publish/")
        assert not CustomImage.objects.exists()

    def test_a_change_that_was_begun_before_does_not_bring_it_back(self, client, received, asked, ticked):
        step = more(client, received)
        rights = rf'name="{name(asked["picture"])}-rights" value="yes"[^>]* checked'
        assert re.search(rights, page_text(client.get(step)))
        self.withdraw(client, asked)
        assert not re.search(rights, page_text(client.get(step)))
        send(client, post(client, step, {name(asked["note"]): "Later"}).url)
        assert given() == [True, False]

    def test_nor_does_a_tick_on_a_screen_that_was_left_unfinished(self, client, received, asked, ticked):
        step = more(client, received)
        PledgeDraft.objects.update(unfinished={f"{name(asked['picture'])}-rights": ["yes"]})
        self.withdraw(client, asked)
        assert not re.search(r'-rights" value="yes"[^>]* checked', page_text(client.get(step)))

    def test_it_may_be_given_anew(self, client, received, asked, ticked):
        self.withdraw(client, asked)
        tell(client, received, asked, picture_rights="yes")
        assert given() == [True, False, True]
        assert Pledge.objects.get().answers.get(kind="file").value[0]["rights"] is True
