"""From draft to pledge: what is kept of each answer, and that it happens once."""

from unittest import mock

import pytest

from bbacms.core.choices import Unit
from pledges.choices import PrivacyClass
from pledges.engine.journey import Journey
from pledges.intake import send_draft
from pledges.models import Answer, OutgoingMail, Pledge, PledgeDraft, PledgeForm
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.support.join_forms import needed_questions, option_ids, published_form, question, republish, section


@pytest.fixture
def asked(db):
    ActorKindFactory(code="citizen", label="Citizen")
    IndicatorFactory(code="ha", label="Green area", unit=Unit.HECTARE)
    return needed_questions() | {
        "name": question("short_text", "Your name", meaning="name", privacy="public"),
        "choice": question("one_of", "How", options=("Sowing", "Mowing"), privacy="staff"),
        "empty": question("short_text", "Left empty"),
    }


def answers_to(asked):
    return {
        asked["title"]["id"]: "A meadow",
        asked["engagement"]["id"]: [{"indicator": "ha", "quantity": "2.5"}],
        asked["actor_kind"]["id"]: "citizen",
        asked["email"]["id"]: "an@example.org",
        asked["name"]["id"]: "An Peeters",
        asked["choice"]["id"]: option_ids(asked["choice"])[1],
        asked["empty"]["id"]: None,
    }


def complete_draft(form, asked):
    return PledgeDraft.objects.create(
        form=form, form_revision=form.live_revision, language="en", answers=answers_to(asked)
    )


def send(draft):
    return send_draft(draft, Journey(PledgeForm.body_at(draft.form_revision), draft.answers), seen=draft.version)


def test_each_answer_is_kept_with_the_wording_it_was_given_under(asked):
    pledge = send(complete_draft(published_form(section("Part", *asked.values())), asked))
    choice = pledge.answers.get(question_id=asked["choice"]["id"])
    assert (choice.section, choice.label, choice.display) == ("Part", "How", "Mowing")
    assert (choice.value, choice.privacy, choice.kind) == (option_ids(asked["choice"])[1], PrivacyClass.STAFF, "one_of")
    engagement = pledge.answers.get(kind="engagement")
    assert engagement.value == [{"indicator": "ha", "quantity": "2.5"}]
    assert engagement.display.endswith("Green area\n2.5 ha")
    assert not pledge.answers.filter(question_id=asked["empty"]["id"]).exists()
    assert [answer.order for answer in pledge.answers.all()] == sorted(a.order for a in pledge.answers.all())


def test_contact_answers_are_contact_whatever_was_ticked_and_fill_contact_columns_only(asked):
    pledge = send(complete_draft(published_form(section("Part", *asked.values())), asked))
    assert pledge.answers.get(question_id=asked["name"]["id"]).privacy == PrivacyClass.CONTACT
    assert pledge.answers.get(question_id=asked["email"]["id"]).privacy == PrivacyClass.CONTACT
    public = Answer.objects.filter(privacy=PrivacyClass.PUBLIC)
    columns = (pledge.title, pledge.summary, pledge.organisation, pledge.municipality, pledge.place, pledge.website)
    for contact in ("An Peeters", "an@example.org"):
        assert not any(contact in answer.display for answer in public)
        assert contact not in columns
    assert (pledge.name, pledge.email) == ("An Peeters", "an@example.org")
    assert str(pledge) == pledge.public_id


def test_old_answers_stay_as_they_were_sent_whatever_becomes_of_their_questions(asked):
    form = published_form(section("Part", *asked.values()))
    pledge = send(complete_draft(form, asked))

    def told():
        return list(pledge.answers.order_by("order").values_list("question_id", "section", "label", "value", "display"))

    as_sent = told()
    # Renamed and translated.
    asked["choice"]["value"]["label"] = dict.fromkeys(("en", "nl", "fr", "de"), "Renamed")
    asked["choice"]["value"]["options"][1]["value"] = dict.fromkeys(("en", "nl", "fr", "de"), "Grazing")
    republish(form, section("Part renamed", *asked.values()))
    assert told() == as_sent
    # Reordered, options too.
    asked["choice"]["value"]["options"].reverse()
    republish(form, section("Part", *reversed(asked.values())))
    assert told() == as_sent
    # Removed.
    rest = {key: block for key, block in asked.items() if key != "choice"}
    republish(form, section("Part", *rest.values()))
    assert told() == as_sent
    # Added again: a new block has an id of its own, so it takes over nothing.
    republish(form, section("Part", *rest.values(), question("one_of", "How", options=("Sowing", "Mowing"))))
    assert told() == as_sent


def test_two_forms_copied_from_each_other_keep_their_answers_apart(asked):
    first = published_form(section("Part", *asked.values()))
    second = published_form(section("Part", *asked.values()), name="Copy")
    pledges = [send(complete_draft(form, asked)) for form in (first, second)]
    assert [pledge.form for pledge in pledges] == [first, second]
    assert Answer.objects.filter(pledge__form=first, question_id=asked["title"]["id"]).count() == 1


def test_a_draft_is_sent_once(asked):
    draft = complete_draft(published_form(section("Part", *asked.values())), asked)
    assert send(draft) is not None
    assert send(draft) is None
    assert Pledge.objects.count() == 1


def test_a_draft_that_changed_since_it_was_read_is_not_sent(asked):
    draft = complete_draft(published_form(section("Part", *asked.values())), asked)
    stale = PledgeDraft.objects.get(pk=draft.pk)
    draft.save()
    assert send(stale) is None
    assert not Pledge.objects.exists()


def test_a_draft_is_sent_only_with_the_answers_that_were_seen(asked):
    draft = complete_draft(published_form(section("Part", *asked.values())), asked)
    seen = draft.version
    draft.answers[asked["title"]["id"]] = "Another meadow"
    draft.save()
    journey = Journey(PledgeForm.body_at(draft.form_revision), draft.answers)
    assert send_draft(draft, journey, seen=seen) is None
    assert not Pledge.objects.exists()


def test_without_its_mails_nothing_is_sent_and_the_draft_is_kept(asked):
    draft = complete_draft(published_form(section("Part", *asked.values())), asked)
    with mock.patch("pledges.intake.queue_staff_notice", side_effect=RuntimeError), pytest.raises(RuntimeError):
        send(draft)
    assert PledgeDraft.objects.filter(token=draft.token).exists()
    assert not Pledge.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_the_form_that_pledges_were_sent_with_cannot_be_deleted(asked):
    form = published_form(section("Part", *asked.values()))
    send(complete_draft(form, asked))
    with pytest.raises(Exception, match="protected"):
        form.delete()
    assert PledgeForm.objects.filter(pk=form.pk).exists()
