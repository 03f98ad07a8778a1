"""The links of mails, used twice, expired, altered or of another form, in the language of their reader."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from pledges.choices import LinkPurpose, PledgeState
from pledges.links import give_link
from pledges.models import MemberLink, OutgoingMail, Pledge, PledgeDraft
from tests.factories.pledges import JoinPageFactory
from tests.support.join_forms import name, needed_questions, post, published_form, section
from tests.support.members import Member, in_fields, listed, read

# As a reader of Dutch and of French is told; the same for every link that is worth nothing.
NOT_VALID = {"nl": "Deze link is niet meer geldig", "fr": "Ce lien n’est plus valable", "en": "not valid any more"}
KINDS = ("resume", "mine", "confirm")


@pytest.fixture(params=["nl", "fr"])
def member(request, pages, asked):
    return Member(pages[request.param], asked, request.param)


@pytest.fixture
def saved(member, what):
    """The member, with the link to a half-filled draft in the mail."""
    member.begin(**what)
    member.save(3, email="an@")
    post(member.client, member.address("later"), {"email": "an@example.org"})
    return member


@pytest.fixture(params=KINDS)
def link(request, member, what, who):
    """The address of each kind of link; nothing about it is wrong yet."""
    member.begin(**what)
    if request.param == "resume":
        post(member.client, member.address("later"), {"email": "an@example.org"})
    else:
        member.post(3, **who)
        member.send()
    assert member.client.get(member.link(request.param)).status_code == 200
    return member.link(request.param)


def assert_worth_nothing(member, address):
    """Neither looking nor pressing a button does anything, and the member reads what to do."""
    before = (list(Pledge.objects.values()), list(PledgeDraft.objects.values()), OutgoingMail.objects.count())
    for response in (
        member.client.get(address),
        post(member.client, address, {}),
        post(member.client, address, {"action": "withdraw"}),
        post(member.client, address, {"delete": "1"}),
    ):
        assert response.status_code == 404
        assert NOT_VALID[member.language] in read(response)
        # Where it goes on.
        assert f'href="{member.page.url}"' in unescape(response.content.decode())
    assert before == (list(Pledge.objects.values()), list(PledgeDraft.objects.values()), OutgoingMail.objects.count())


def test_a_link_that_has_expired(member, link):
    MemberLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert_worth_nothing(member, link)


def test_a_link_that_was_altered(member, link):
    *rest, signed, kind, end = link.split("/")
    key, signature = signed.split(".")
    swapped = "A" if signature[5] != "A" else "B"
    other_key = ("0" if key[0] != "0" else "1") + key[1:]
    for altered in (signed[:-1], f"{key}.{signature[:5]}{swapped}{signature[6:]}", f"{other_key}.{signature}", key):
        assert_worth_nothing(member, "/".join([*rest, altered, kind, end]))


def test_a_link_of_another_purpose(member, link):
    *rest, signed, kind, end = link.split("/")
    for other in {"resume", "mine", "confirm"} - {kind}:
        assert_worth_nothing(member, "/".join([*rest, signed, other, end]))


def test_a_link_that_was_replaced_by_a_newer_one(member, link):
    kind = link.split("/")[-2]
    give_link(LinkPurpose(kind), PledgeDraft.objects.get() if kind == "resume" else Pledge.objects.get())
    assert_worth_nothing(member, link)


class TestUsedTwice:
    def test_the_link_to_a_draft_leads_back_to_what_was_typed_each_time(self, saved, asked):
        for _twice in range(2):
            response = post(saved.client, saved.link("resume"), {})
            assert response.url == saved.address(3)
            assert in_fields(saved.client.get(response.url))[name(asked["email"])] == "an@"
        assert PledgeDraft.objects.count() == 1

    def test_the_link_to_a_draft_that_was_sent_is_worth_nothing_any_more(self, saved, who):
        link = saved.link("resume")
        saved.post(3, **who)
        saved.send()
        assert_worth_nothing(saved, link)
        assert Pledge.objects.count() == 1

    def test_the_link_to_a_draft_that_was_deleted_deletes_nothing_again(self, saved):
        link = saved.link("resume")
        gone = post(saved.client, link, {"delete": "1"}).url
        assert saved.client.get(gone).status_code == 200
        assert_worth_nothing(saved, link)

    def test_an_address_is_confirmed_once_and_each_time_the_member_reads_so(self, member, what, who):
        member.begin(**what)
        member.post(3, **who)
        member.send()
        done = [member.client.get(post(member.client, member.link("confirm"), {}).url) for _twice in range(2)]
        assert read(done[0]) == read(done[1])
        assert done[0].status_code == 200
        assert Pledge.objects.get().email_confirmed_at

    def test_an_engagement_is_withdrawn_once_and_the_second_time_the_member_reads_how_it_stands(
        self, member, what, who
    ):
        member.begin(**what)
        member.post(3, **who)
        member.send()
        for _twice in range(2):
            response = post(member.client, member.link("mine"), {"action": "withdraw"})
            assert member.client.get(response.url).status_code == 200
        assert Pledge.objects.get().state == PledgeState.WITHDRAWN
        assert Pledge.objects.get().version == 2

    def test_telling_more_is_begun_once(self, member, what, who):
        member.begin(**what)
        member.post(3, **who)
        member.send()
        first, second = (post(member.client, member.link("mine"), {"action": "add"}).url for _twice in range(2))
        assert first == second
        assert PledgeDraft.objects.count() == 1


class TestOfAnotherForm:
    @pytest.fixture
    def other(self, saved):
        """Somebody who has a draft of another form, copied from the first one but for its title."""
        asked = saved.asked | {"title": needed_questions()["title"]}
        parts = (asked[key] for key in ("title", "engagement", "actor_kind", "email"))
        form = published_form(section("Other", *parts), name="Other form")
        page = JoinPageFactory(parent=saved.page.get_parent().specific, form=form, slug="other")
        return Member(page, asked, saved.language)

    def test_each_link_leads_to_the_draft_of_its_own_form(self, saved, other, who):
        link = saved.link("resume")
        other.begin(title="Een haag", engagement="ha", **who)
        other_link = give_link(LinkPurpose.RESUME, PledgeDraft.objects.get(token=other.token)).signed
        page = listed(other.client.get(f"/{other.language}/pledge/{other_link}/resume/"))
        assert "Een haag" in page.values()
        assert "Een poel" not in page.values()
        assert "Een poel" in listed(saved.client.get(link)).values()

    def test_answers_to_questions_of_another_form_are_not_taken(self, saved, other, who):
        """``email`` is a question of both, ``title`` is one of the other form alone."""
        foreign = {name(other.asked["title"]): "Een haag"}
        response = post(saved.client, saved.address(3), saved.fields(who) | foreign)
        assert response.url == saved.address("check")
        assert "Een haag" not in read(saved.open("check"))
        assert other.asked["title"]["id"] not in PledgeDraft.objects.get().answers

    def test_the_screen_of_one_form_posted_to_another_says_what_is_missing_and_keeps_what_both_ask(self, saved, other):
        start = f"/{other.language}/pledge/start/{other.page.pk}/"
        response = post(other.client, start, saved.fields({"title": "Een poel", "email": "an@"}))
        assert response.status_code == 422
        assert in_fields(response)[name(other.asked["email"])] == "an@"
        assert PledgeDraft.objects.count() == 1
