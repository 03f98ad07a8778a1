"""Files in the inbox: who gets them, how they are handed over, and how a picture goes into the library."""

import io
import re
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from PIL import Image
from wagtail.models import GroupCollectionPermission, ModelLogEntry

from bbacms.core.models import CustomImage
from pledges.choices import PledgeState, SpamSign
from pledges.models import Pledge, PledgeFile
from tests.factories.pledges import ConsentRecordFactory, PledgeDraftFactory, PledgeFactory, PledgeFileFactory
from tests.factories.users import UserFactory
from tests.support.picture_files import SECRET, telling_files

pytestmark = pytest.mark.django_db

OFFICERS, TEAM, ADMIN, VISITOR = "Pledge officers", "Communications team", "administrator", "visitor"
ROLES = (VISITOR, "account without group", "Editors", "Moderators", OFFICERS, TEAM, ADMIN)
MAY_READ = {OFFICERS, TEAM, ADMIN}
MAY_PUBLISH = {TEAM, ADMIN}  # an officer alone adds no images
SAID = {"caption": "A frog in the pond", "credit": "An, CC BY 4.0", "rights": True}


@pytest.fixture(autouse=True)
def _stores(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = str(tmp_path / "media")


def browser(role):
    client = Client()
    if role != VISITOR:
        group = role if role[0].isupper() else None
        client.force_login(UserFactory(group=group, is_superuser=role == ADMIN))
    return client


@pytest.fixture
def desk():
    return browser(TEAM)


def picture(said=SAID, state=PledgeState.ACCEPTED, pledge=None):
    """A picture of an accepted engagement; with the rights ticked, their consent stands in the ledger."""
    pledge = pledge or PledgeFactory(state=state)
    content = telling_files()["pond.jpg"]
    file = PledgeFileFactory(name="pond.jpg", content_type="image/jpeg", content=content, said=said, pledge=pledge)
    if said.get("rights"):
        ConsentRecordFactory(pledge=pledge, question_id=file.question_id)
    return file


def address(file, end=""):
    return f"/admin/inbox/{file.pledge_id}/files/{file.pk}/{end}"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_gets_a_file(role, method):
    response = getattr(browser(role), method)(address(PledgeFileFactory()))
    assert response.status_code == (200 if role in MAY_READ else 302)
    assert ("Content-Disposition" in response) is (role in MAY_READ)


@pytest.mark.parametrize("role", ROLES)
def test_who_publishes_a_picture(role):
    file = picture()
    browser(role).post(address(file, "publish/"))
    assert CustomImage.objects.exists() is (role in MAY_PUBLISH)
    file.refresh_from_db()
    assert bool(file.image) is (role in MAY_PUBLISH)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_nothing_but_a_post_publishes(role, method):
    file = picture()
    client = browser(role)
    for end in ("", "publish/"):
        getattr(client, method)(address(file, end))
    assert client.post(address(file)).status_code in (302, 405)
    assert not CustomImage.objects.exists()
    assert PledgeFile.objects.exists()


def test_a_post_without_token_publishes_nothing():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(group=TEAM))
    assert client.post(address(picture(), "publish/")).status_code == 403
    assert not CustomImage.objects.exists()


def test_somebody_with_the_inbox_alone_is_told_who_publishes():
    file = picture()
    response = browser(OFFICERS).get(f"/admin/inbox/{file.pledge_id}/")
    assert "Somebody who may add images can publish it." in text_of(response)
    assert "publish/" not in response.content.decode()


class TestDownload:
    def test_a_file_is_saved_and_never_shown(self, desk):
        response = desk.get(address(PledgeFileFactory(content=b"%PDF-1.4 content")))
        assert b"".join(response) == b"%PDF-1.4 content"
        assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
        assert response["Content-Type"] == "application/octet-stream"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))

    @pytest.mark.parametrize("name", ['a"b.pdf', "a;b=c.pdf", "池 é.pdf", "a\r\nSet-Cookie: x=1.pdf", "a\\b.pdf"])
    def test_a_name_adds_no_header(self, desk, name):
        """Not even one that came into the database by another way."""
        response = desk.get(address(PledgeFileFactory(name=name)))
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment; filename")
        assert not {"\r", "\n"} & set(response["Content-Disposition"])
        assert "Set-Cookie" not in response.headers

    def test_the_file_of_another_case_is_not_found(self, desk):
        file, other = PledgeFileFactory(), PledgeFactory()
        for end in ("", "publish/"):
            assert desk.get(f"/admin/inbox/{other.pk}/files/{file.pk}/{end}").status_code == 404
            assert desk.post(f"/admin/inbox/{other.pk}/files/{file.pk}/publish/").status_code == 404
        assert desk.get(f"/admin/inbox/{file.pledge_id}/files/{uuid.uuid4()}/").status_code == 404

    def test_the_file_of_an_unfinished_engagement_is_not_found(self, desk):
        file = PledgeFileFactory()
        PledgeFile.objects.filter(pk=file.pk).update(pledge=None, draft=PledgeDraftFactory())
        assert desk.get(f"/admin/inbox/{file.pledge_id}/files/{file.pk}/").status_code == 404

    def test_a_file_that_is_gone_from_the_store_is_not_found(self, desk):
        file = PledgeFileFactory()
        file.remove_from_storage()
        assert desk.get(address(file)).status_code == 404


class TestCase:
    def test_it_lists_name_kind_and_size_with_a_link(self, desk):
        file = PledgeFileFactory(content=b"%PDF-1.4" + b" " * 2040)
        response = desk.get(f"/admin/inbox/{file.pledge_id}/")
        assert "plan.pdf Files · PDF · 2.0 KB" in text_of(response).replace("\xa0", " ")
        assert f'href="{address(file)}"' in response.content.decode()

    def test_a_case_without_files_has_no_such_heading(self, desk):
        assert 'id="case-files"' not in desk.get(f"/admin/inbox/{PledgeFactory().pk}/").content.decode()

    def test_a_name_with_markup_stays_text(self, desk):
        file = PledgeFileFactory(name="<b>plan.pdf")
        assert "<b>plan" not in desk.get(f"/admin/inbox/{file.pledge_id}/").content.decode()

    def test_queries_do_not_grow_with_the_files(self, desk, django_assert_max_num_queries):
        pledge = PledgeFactory()
        picture(pledge=pledge)
        desk.get(f"/admin/inbox/{pledge.pk}/")
        with django_assert_max_num_queries(100) as few:
            desk.get(f"/admin/inbox/{pledge.pk}/")
        for _number in range(5):
            picture(pledge=pledge)
        with django_assert_max_num_queries(len(few)):
            desk.get(f"/admin/inbox/{pledge.pk}/")


class TestPublishing:
    def test_one_click_makes_a_picture_with_alternative_text_and_credit(self, desk):
        file = picture()
        case = desk.get(f"/admin/inbox/{file.pledge_id}/").content.decode()
        (action,) = re.findall(r'<form method="post" action="([^"]+/publish/)">', case)
        response = desk.post(action, follow=True)
        assert "The picture is in the image library." in text_of(response)
        image = CustomImage.objects.get()
        assert (image.title, image.default_alt_text, image.credit) == (
            "A frog in the pond",
            "A frog in the pond",
            "An, CC BY 4.0",
        )
        assert (image.width, image.height) == (400, 200)
        assert image.file_size
        assert image.file_hash
        assert f"/admin/images/{image.pk}/" in response.content.decode()

    def test_the_picture_tells_nothing_of_the_camera(self, desk):
        desk.post(address(picture(), "publish/"))
        content = CustomImage.objects.get().file.read()
        assert SECRET.encode() not in content
        assert Image.open(io.BytesIO(content)).format == "JPEG"

    def test_twice_makes_one_picture(self, desk):
        file = picture()
        desk.post(address(file, "publish/"))
        response = desk.post(address(file, "publish/"), follow=True)
        assert "This picture is in the image library already." in text_of(response)
        assert CustomImage.objects.count() == 1
        assert 'publish/"' not in response.content.decode()

    def test_a_picture_that_staff_deleted_may_be_published_again(self, desk):
        file = picture()
        desk.post(address(file, "publish/"))
        CustomImage.objects.get().delete()
        desk.post(address(file, "publish/"))
        assert CustomImage.objects.count() == 1

    def test_the_picture_stays_when_the_engagement_goes(self, desk):
        file = picture()
        desk.post(address(file, "publish/"))
        file.pledge.delete()
        assert CustomImage.objects.get().file.read()

    @pytest.mark.parametrize("said", [{}, {**SAID, "rights": False}], ids=["never asked", "not ticked"])
    def test_without_the_rights_nothing_is_published(self, desk, said):
        file = picture(said)
        assert "The member did not say that it may be shown." in text_of(desk.get(f"/admin/inbox/{file.pledge_id}/"))
        response = desk.post(address(file, "publish/"), follow=True)
        assert text_of(response).count("The member did not say that it may be shown.") == 2
        assert not CustomImage.objects.exists()

    def test_a_pdf_is_no_picture(self, desk):
        file = PledgeFileFactory(said=SAID, pledge__state=PledgeState.ACCEPTED)
        ConsentRecordFactory(pledge=file.pledge, question_id=file.question_id)
        assert "Only a picture can be published." in text_of(desk.post(address(file, "publish/"), follow=True))
        assert not CustomImage.objects.exists()

    def test_a_file_that_is_gone_from_the_store_says_so(self, desk):
        file = picture()
        file.remove_from_storage()
        response = desk.post(address(file, "publish/"), follow=True)
        assert "The file could not be read" in text_of(response)
        assert not CustomImage.objects.exists()

    def test_without_words_of_the_member_title_and_organisation_serve_and_never_the_name(self, desk):
        pledge = PledgeFactory(state="accepted", title="A pond", organisation="Town of Asse", name="An Peeters")
        desk.post(address(picture({"caption": "", "credit": "", "rights": True}, pledge=pledge), "publish/"))
        image = CustomImage.objects.get()
        assert (image.default_alt_text, image.credit) == ("A pond", "Town of Asse")

    def test_the_history_of_the_case_says_who_did_it(self, desk):
        file = picture()
        desk.post(address(file, "publish/"))
        text = text_of(desk.get(f"/admin/inbox/{file.pledge_id}/"))
        assert "A picture of it was put into the image library." in text
        assert "→" not in text.split("Notes and timeline")[1]
        assert ModelLogEntry.objects.filter(action="wagtail.create", content_type__model="customimage").count() == 1

    def test_it_goes_into_a_collection_where_the_person_may_add_pictures(self):
        user = UserFactory(group=OFFICERS)
        own = CustomImage._meta.get_field("collection").related_model.get_first_root_node().add_child(name="Members")
        GroupCollectionPermission.objects.create(
            group=user.groups.get(),
            collection=own,
            permission=Permission.objects.get(codename="add_image", content_type__app_label="wagtailimages"),
        )
        client = Client()
        client.force_login(user)
        client.post(address(picture(), "publish/"))
        assert CustomImage.objects.get().collection == own


class TestBeforeAndAfterAcceptance:
    @pytest.mark.parametrize(
        ("state", "why"),
        [
            ("submitted", "It can be published once the engagement is accepted."),
            ("in_review", "It can be published once the engagement is accepted."),
            ("changes_requested", "It can be published once the engagement is accepted."),
            ("declined", "The engagement is declined, so its pictures are not published."),
            ("spam", "The engagement is spam, so its pictures are not published."),
            ("withdrawn", "The engagement is withdrawn, so its pictures are not published."),
            ("completed", "The engagement is completed, so its pictures are not published."),
            ("stopped", "The engagement is stopped, so its pictures are not published."),
        ],
    )
    def test_a_picture_is_published_of_an_accepted_engagement_alone(self, desk, state, why):
        file = picture(state=state)
        case = desk.get(f"/admin/inbox/{file.pledge_id}/")
        assert why in text_of(case)
        assert "publish/" not in case.content.decode()
        assert text_of(desk.post(address(file, "publish/"), follow=True)).count(why) == 2
        assert not CustomImage.objects.exists()

    def test_nor_of_one_that_may_be_spam(self, desk):
        file = picture(pledge=PledgeFactory(spam_signs=SpamSign.TRAP))
        desk.post(address(file, "publish/"))
        assert not CustomImage.objects.exists()

    @pytest.mark.parametrize("state", ["withdrawn", "declined", "stopped", "spam", "submitted"])
    def test_staff_are_told_what_is_still_in_the_library(self, desk, state):
        file = picture()
        desk.post(address(file, "publish/"))
        assert "still in the image library" not in text_of(desk.get(f"/admin/inbox/{file.pledge_id}/"))
        Pledge.objects.update(state=state)
        case = desk.get(f"/admin/inbox/{file.pledge_id}/")
        assert "The picture is still in the image library." in text_of(case)
        assert f'href="/admin/images/{CustomImage.objects.get().pk}/"' in case.content.decode()
        CustomImage.objects.get().delete()
        assert "still in the image library" not in text_of(desk.get(f"/admin/inbox/{file.pledge_id}/"))

    def test_the_picture_of_a_completed_engagement_is_nobodys_worry(self, desk):
        file = picture()
        desk.post(address(file, "publish/"))
        Pledge.objects.update(state=PledgeState.COMPLETED)
        assert "still in the image library" not in text_of(desk.get(f"/admin/inbox/{file.pledge_id}/"))

    def test_staff_are_told_of_a_published_picture_that_the_member_took_away(self, desk):
        file, other = picture(), picture()
        for each in (file, other):
            desk.post(address(each, "publish/"))
        left = PledgeFile.objects.get(pk=file.pk).image_id
        file.delete()
        case = desk.get(f"/admin/inbox/{file.pledge_id}/")
        assert "A picture that the member took away is still in the image library." in text_of(case)
        assert f'href="/admin/images/{left}/"' in case.content.decode()
        assert "took away" not in text_of(desk.get(f"/admin/inbox/{other.pledge_id}/"))


class TestConsent:
    def test_a_tick_that_the_ledger_does_not_know_publishes_nothing(self, desk):
        file = picture()
        file.pledge.consents.all().delete()
        desk.post(address(file, "publish/"))
        assert not CustomImage.objects.exists()

    def test_a_withdrawn_consent_publishes_nothing(self, desk):
        file = picture()
        ConsentRecordFactory(pledge=file.pledge, question_id=file.question_id, given=False)
        response = desk.post(address(file, "publish/"), follow=True)
        assert text_of(response).count("The member withdrew the consent to show it.") == 2
        assert not CustomImage.objects.exists()

    def test_one_that_is_given_again_does(self, desk):
        file = picture()
        for given in (False, True):
            ConsentRecordFactory(pledge=file.pledge, question_id=file.question_id, given=given)
        desk.post(address(file, "publish/"))
        assert CustomImage.objects.exists()

    def test_the_consent_to_one_question_says_nothing_of_another(self, desk):
        file = picture({**SAID, "rights": False})
        ConsentRecordFactory(pledge=file.pledge, question_id=uuid.uuid4())
        desk.post(address(file, "publish/"))
        assert not CustomImage.objects.exists()

    def test_a_file_that_came_when_the_rights_were_not_asked_stays_inside(self, desk):
        file = picture({})
        ConsentRecordFactory(pledge=file.pledge, question_id=file.question_id)
        desk.post(address(file, "publish/"))
        assert not CustomImage.objects.exists()

    def test_staff_are_told_when_the_consent_to_a_published_picture_is_withdrawn(self, desk):
        file = picture()
        desk.post(address(file, "publish/"))
        ConsentRecordFactory(pledge=file.pledge, question_id=file.question_id, given=False)
        text = text_of(desk.get(f"/admin/inbox/{file.pledge_id}/"))
        assert "The member withdrew the consent to show it. The picture is still in the image library." in text


def withdraw_consent(file):
    ConsentRecordFactory(pledge=file.pledge, question_id=file.question_id, given=False)


def forget_consent(file):
    file.pledge.consents.all().delete()


def decline(file):
    Pledge.objects.filter(pk=file.pledge_id).update(state=PledgeState.DECLINED)


def take_away(file):
    file.delete()


class TestWhatWaits:
    """The panel on the first page of the admin."""

    def line(self, client):
        """How many engagements the line names, and where it leads."""
        page = client.get("/admin/").content.decode()
        link = re.search(
            r'href="([^"]+)"[^>]*>(?:(?!</a>).)*?(\d+) engagements? with a published picture', page, re.DOTALL
        )
        return (int(link[2]), link[1]) if link else None

    @pytest.mark.parametrize("end", [withdraw_consent, forget_consent, decline, take_away])
    def test_it_counts_pictures_that_may_not_be_shown_any_more_and_leads_to_them(self, desk, end):
        file, other = picture(pledge=PledgeFactory(title="A frog", state="accepted")), picture()
        for each in (file, other):
            desk.post(address(each, "publish/"))
        assert self.line(desk) is None
        end(file)
        count, url = self.line(desk)
        listed = set(re.findall(r"/admin/inbox/(\d+)/", desk.get(url).content.decode()))
        assert (count, listed) == (1, {str(file.pledge_id)})
        assert len(set(re.findall(r"/admin/inbox/(\d+)/", desk.get("/admin/inbox/all/").content.decode()))) == 2
        CustomImage.objects.get(title__contains="frog", pk__in=self.images_of(file)).delete()
        assert self.line(desk) is None

    def images_of(self, file):
        entries = ModelLogEntry.objects.filter(action="pledges.publish_picture", object_id=str(file.pledge_id))
        return [entry.data["image"] for entry in entries]

    def test_a_consent_that_was_given_again_is_nobodys_worry(self, desk):
        file = picture()
        desk.post(address(file, "publish/"))
        withdraw_consent(file)
        ConsentRecordFactory(pledge=file.pledge, question_id=file.question_id)
        assert self.line(desk) is None

    @pytest.mark.parametrize("group", ["Editors", "Moderators", None])
    def test_whoever_lacks_the_inbox_reads_nothing_of_it(self, desk, group):
        file = picture()
        desk.post(address(file, "publish/"))
        withdraw_consent(file)
        assert self.line(desk)
        assert self.line(browser(group or "account without group")) is None
