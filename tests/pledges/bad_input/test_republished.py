"""A form that was published in other words since: what was sent before stays, and no tick says yes to other words."""

import copy

import pytest

from pledges.models import ConsentRecord, Pledge
from tests.support.join_forms import join_pages, name, post, published_form, question, republish, texts, when
from tests.support.members import Member, in_fields, read

NEWSLETTER = "0f0d6a52-0f1b-4c0e-9a35-5d1f6d0c2b01"
OLD, NEW = "You may send me news.", "You may sell my address."


def consent(words):
    return {
        "type": "consent",
        "id": NEWSLETTER,
        "value": {"label": texts("Newsletter"), "wording": texts(words), "purpose": "newsletter"},
    }


def displays():
    return {answer.label: answer.display for answer in Pledge.objects.get().answers.all()}


def ledger():
    return list(ConsentRecord.objects.order_by("pk").values_list("given", "wording"))


def correct(member):
    """Press "Correct my answers" with the link of the receipt; returns where it leads."""
    response = post(member.client, member.link("mine"), {"action": "correct"})
    member.token = response.url.split("/")[3]
    return response.url


def tell_more(member, **note):
    member.tell_more()
    member.post(1, school="no")
    member.post(2, **note or {"note": "Here"})
    return member.send()


def changed(parts, section, block, **value):
    """The ``parts`` of the form with another ``value`` of one question."""
    new = copy.deepcopy(parts)
    for each in new[section]["value"]["questions"]:
        if each["id"] == block["id"]:
            each["value"] |= value
    return new


@pytest.fixture
def asked(asked):
    return asked | {"newsletter": consent(OLD)}


@pytest.fixture
def parts(parts, asked):
    parts[2]["value"]["questions"].append(asked["newsletter"])
    return parts


@pytest.fixture
def member(asked, parts):
    """Somebody who reads English, and the form in front of them."""
    form = published_form(*parts)
    member = Member(join_pages(form)["en"], asked, "en")
    member.form = form
    return member


@pytest.fixture
def sent(member, what, who):
    """Everything was answered, and the newsletter ticked."""
    member.begin(**what | {"trees": "3"})
    member.post(3, newsletter="on", name="An", story="Long", **who)
    member.send()
    return member


class TestNewConditions:
    @pytest.mark.parametrize("state", ["submitted", "accepted"])
    def test_telling_more_leaves_what_a_new_condition_would_hide(self, sent, parts, asked, state):
        Pledge.objects.update(state=state)
        republish(sent.form, *changed(parts, 0, asked["trees"], shown_when=when(asked["several"], "equals", "yes")))
        tell_more(sent)
        assert displays()["Trees"] == "3"
        assert displays()["Note"] == "Here"

    def test_telling_more_withdraws_no_consent_that_a_new_condition_would_hide(self, sent, parts, asked):
        hidden = changed(parts, 2, asked["newsletter"], shown_when=when(asked["several"], "equals", "yes"))
        republish(sent.form, *hidden)
        tell_more(sent)
        assert ledger() == [(True, OLD)]
        assert "Newsletter" in displays()

    def test_a_correction_leaves_what_only_a_new_condition_hides(self, sent, parts, asked):
        tell_more(sent)
        new = changed(parts, 4, asked["note"], shown_when=when(asked["several"], "equals", "yes"))
        new = changed(new, 2, asked["newsletter"], shown_when=when(asked["several"], "equals", "yes"))
        republish(sent.form, *new)
        correct(sent)
        sent.send()
        assert displays()["Note"] == "Here"
        assert ledger() == [(True, OLD)]
        assert "Newsletter" in displays()

    def test_a_correction_takes_away_what_its_own_answers_hide(self, asked, parts, what, who):
        for section, key in ((2, "story"), (4, "note"), (2, "newsletter")):
            parts = changed(parts, section, asked[key], shown_when=when(asked["several"], "equals", "no"))
        form = published_form(*parts)
        member = Member(join_pages(form)["en"], asked, "en")
        member.begin(**what)
        member.post(3, newsletter="on", story="Long", **who)
        member.send()
        tell_more(member)
        assert {"Story", "Note", "Newsletter"} <= displays().keys()
        correct(member)
        member.post(1, **what | {"several": "yes"})
        member.post(2, partners="The school")
        member.post(3, **who)
        member.send()
        assert not {"Story", "Note", "Newsletter"} & displays().keys()
        assert ledger() == [(True, OLD), (False, OLD)]


class TestCorrecting:
    def test_it_begins_with_everything_answered_although_optional_questions_were_left_empty(self, at_check):
        at_check.send()
        assert correct(at_check).endswith("/check/")

    def test_what_is_asked_anew_comes_first(self, sent, parts):
        parts[0]["value"]["questions"].append(question("short_text", "New", required=True))
        republish(sent.form, *parts)
        assert correct(sent).endswith("/1/")


ASKED_AGAIN = "Something that you agreed to has other words now"


class TestOtherWords:
    """A tick says yes to the words that stood beside it, and to no others."""

    def reword(self, member, parts, asked, section=2):
        republish(member.form, *changed(parts, section, asked["newsletter"], wording=texts(NEW)))

    def sent_from(self, page_of, member, **typed):
        """Send the first screen as the page that ``page_of`` answered does."""
        shown = in_fields(page_of)
        data = {"wording": shown["wording"]} | member.fields(typed)
        response = post(member.client, f"/en/pledge/start/{member.page.pk}/", data)
        if response.status_code == 303:
            member.token = response.url.split("/")[3]
        return response

    def test_who_comes_back_is_asked_again_and_told_so(self, member, parts, asked, what, who):
        member.begin(**what)
        member.post(3, newsletter="on", **who)
        post(member.client, member.address("later"), {"email": "an@example.org"})
        self.reword(member, parts, asked)
        response = post(member.client, member.link("resume"), {})
        page = member.client.get(response.url)
        assert ASKED_AGAIN in read(page)
        assert NEW in read(page)
        assert name(asked["newsletter"]) not in in_fields(page)
        assert in_fields(page)[name(asked["email"])] == "an@example.org"
        member.post(3, **who)
        member.send()
        assert ledger() == []

    def test_who_comes_back_to_the_same_words_keeps_the_tick(self, member, parts, asked, what, who):
        member.begin(**what)
        member.post(3, newsletter="on", **who)
        post(member.client, member.address("later"), {"email": "an@example.org"})
        republish(member.form, *changed(parts, 2, asked["story"], help=texts("New")))
        assert post(member.client, member.link("resume"), {}).url == member.address("check")
        member.send()
        assert ledger() == [(True, OLD)]

    def test_who_corrects_is_asked_again_and_both_yeses_are_kept_word_for_word(self, sent, parts, asked, who):
        self.reword(sent, parts, asked)
        page = sent.client.get(correct(sent))
        assert ASKED_AGAIN in read(page)
        assert name(asked["newsletter"]) not in in_fields(page)
        sent.post(3, newsletter="on", **who)
        sent.send()
        assert ledger() == [(True, OLD), (True, NEW)]
        assert NEW in displays()["Newsletter"]

    def test_who_corrects_and_does_not_agree_again_takes_back_the_words_of_then(self, sent, parts, asked, who):
        self.reword(sent, parts, asked)
        correct(sent)
        sent.post(3, **who)
        sent.send()
        assert ledger() == [(True, OLD), (False, OLD)]

    def test_a_first_screen_from_a_cache_is_asked_again_with_all_that_was_typed(self, asked, parts, what, who):
        parts[0]["value"]["questions"].append(parts[2]["value"]["questions"].pop())
        member = Member(None, asked, "en")
        member.form = published_form(*parts)
        member.page = join_pages(member.form)["en"]
        cached = member.client.get(member.page.url)
        self.reword(member, parts, asked, section=0)
        response = self.sent_from(cached, member, newsletter="on", trees="77", **what)
        assert response.status_code == 422
        assert ASKED_AGAIN in read(response)
        assert name(asked["newsletter"]) not in in_fields(response)
        assert in_fields(response)[name(asked["trees"])] == "77"
        assert self.sent_from(response, member, newsletter="on", **what).status_code == 303
        member.post(3, **who)
        member.send()
        assert ledger() == [(True, NEW)]

    @pytest.mark.parametrize("shown", ["x", "9" * 300, "-1", "\u0662", "0"])
    def test_a_wording_that_never_was_is_asked_again_too(self, asked, parts, what, shown):
        parts[0]["value"]["questions"].append(parts[2]["value"]["questions"].pop())
        member = Member(join_pages(published_form(*parts))["en"], asked, "en")
        data = {"wording": shown} | member.fields({"newsletter": "on", **what})
        response = post(member.client, f"/en/pledge/start/{member.page.pk}/", data)
        assert response.status_code == 422
        assert ASKED_AGAIN in read(response)


class TestTwice:
    def test_pressing_the_button_twice_goes_on_with_the_same_change(self, sent):
        assert correct(sent) == correct(sent)

    def test_what_was_sent_meanwhile_is_looked_at_before_it_is_overwritten(self, sent):
        first = sent.token
        correct(sent)
        seen, correction = sent.seen(), sent.token
        sent.token = first
        tell_more(sent)
        sent.token = correction
        assert sent.press_send(seen).url == f"{sent.address('check')}?changed"
        assert sent.send().url.endswith("?more")
