"""Wagtail's read API: what it shows, to whom, and how it takes bad input."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, get_page_models

from bbacms.core.api import PublicDocumentsViewSet, PublicImagesViewSet, PublicPagesViewSet
from bbacms.core.models import CustomDocument, CustomImage
from tests.factories.home import AxisPageFactory, ObjectivePageFactory, StandardPageFactory
from tests.factories.stories import StoryIndexPageFactory, StoryPageFactory
from tests.support.trees import LANGUAGES, translation_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_image(**values) -> CustomImage:
    return CustomImage.objects.create(file=get_test_image_file(), **values)


def make_document(**values) -> CustomDocument:
    return CustomDocument.objects.create(file=ContentFile(b"text", name="report.txt"), **values)


def closed_collection() -> Collection:
    """Return a collection below a restricted one."""
    above = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    return above.add_child(name="Below")


def test_pages_of_all_languages_are_listed(client, homes):
    items = client.get("/api/v2/pages/").json()["items"]

    assert {item["meta"]["locale"] for item in items} == set(LANGUAGES)
    assert {item["meta"]["html_url"] for item in items} == {f"http://localhost/{code}/" for code in LANGUAGES}


def test_pages_of_one_language(client, homes):
    items = client.get("/api/v2/pages/?locale=nl").json()["items"]

    assert [item["id"] for item in items] == [homes["nl"].pk]


def test_nothing_below_a_home_page_that_is_a_draft(client, homes):
    page = StandardPageFactory(parent=homes["de"], title="Festung")
    homes["de"].unpublish()

    assert client.get("/api/v2/pages/?locale=de").json()["items"] == []
    assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404


def test_a_page_is_found_by_its_address_in_any_language(client, homes):
    page = translation_of(StandardPageFactory(parent=homes["en"]), homes["nl"], title="Het fort", slug="het-fort")

    for path in ("/nl/het-fort/", "/nl/het-fort", "nl/het-fort/"):
        response = client.get("/api/v2/pages/find/", {"html_path": path})

        assert response.status_code == 302
        assert response["Location"].startswith(f"http://localhost/api/v2/pages/{page.pk}/")
    assert client.get("/api/v2/pages/find/?html_path=/nl/").status_code == 302
    assert client.get("/api/v2/pages/find/?html_path=/fr/het-fort/").status_code == 404
    assert client.get("/api/v2/pages/find/?html_path=/het-fort/").status_code == 404


def test_fields_for_editors_are_not_shown(client, homes):
    page = StandardPageFactory(parent=homes["en"], review_note="ask Wim")

    for address in (f"/api/v2/pages/{page.pk}/?fields=*", "/api/v2/pages/?type=home.StandardPage&fields=*"):
        text = client.get(address).content.decode()
        assert "ask Wim" not in text
        assert "owner" not in text
    assert client.get("/api/v2/pages/?type=home.StandardPage&fields=review_note").status_code == 400
    assert client.get("/api/v2/pages/?type=home.StandardPage&review_note=ask+Wim").status_code == 400


def test_a_story_tells_its_facts(client, homes):
    index = StoryIndexPageFactory(parent=homes["en"])
    story = StoryPageFactory(parent=index, place="Lissewege", start_year=2021, review_note="ask Wim")

    data = client.get(f"/api/v2/pages/{story.pk}/").json()

    assert (data["place"], data["start_year"], data["meta"]["type"]) == ("Lissewege", 2021, "stories.StoryPage")
    assert "ask Wim" not in str(data)
    assert client.get("/api/v2/pages/?type=stories.StoryPage&place=Lissewege").json()["meta"]["total_count"] == 1


@pytest.mark.parametrize("model", get_page_models(), ids=lambda model: model._meta.label)
def test_every_page_type_can_be_listed_whole(client, homes, model):
    """A field named by mistake is an error only when somebody asks for it."""
    assert client.get(f"/api/v2/pages/?type={model._meta.label}&fields=*").status_code == 200


@pytest.mark.parametrize(
    "name", ["pledges", "engagements", "users", "drafts", "mail", "settings", "snippets", "redirects", "forms"]
)
def test_there_is_nothing_but_pages_images_and_documents(client, homes, name):
    assert client.get(f"/api/v2/{name}/").status_code == 404


@pytest.mark.parametrize(
    "kind", ["pledges.Pledge", "pledges.PledgeForm", "users.User", "core.Axis", "wagtailcore.Site"]
)
def test_type_has_to_be_a_page_type(client, homes, kind):
    assert client.get(f"/api/v2/pages/?type={kind}").status_code == 400


def test_images_show_their_credit_and_ready_sizes_but_not_the_original(client, homes):
    image = make_image(title="Frog", credit="Ann Bee, CC BY")
    image.get_rendition("width-100")

    for address in ("/api/v2/images/?fields=*", f"/api/v2/images/{image.pk}/?fields=*", "/api/v2/images/"):
        response = client.get(address)
        text = response.content.decode()
        data = response.json().get("items", [response.json()])[0]

        assert data["credit"] == "Ann Bee, CC BY"
        assert [size["filter"] for size in data["renditions"]] == ["width-100"]
        assert "original_images" not in text
        assert image.file.name not in text
    assert image.renditions.count() == 1


def test_images_and_documents_of_closed_collections_are_not_listed_whoever_asks(client, admin_client, homes):
    closed = closed_collection()
    image, document = make_image(title="Closed", collection=closed), make_document(title="Closed", collection=closed)
    make_image(title="Open")
    make_document(title="Open")

    for browser in (client, admin_client):
        for kind, thing in (("images", image), ("documents", document)):
            items = browser.get(f"/api/v2/{kind}/").json()["items"]
            assert [item["title"] for item in items] == ["Open"]
            assert browser.get(f"/api/v2/{kind}/{thing.pk}/").status_code == 404
            assert browser.get(f"/api/v2/{kind}/?search=Closed").json()["items"] == []


def test_a_document_can_be_fetched_at_the_address_given(client, homes):
    document = make_document(title="Report")

    address = client.get(f"/api/v2/documents/{document.pk}/").json()["meta"]["download_url"]

    assert b"".join(client.get(address).streaming_content) == b"text"


def test_answers_are_json_for_browsers_too_and_set_no_cookie(admin_client, homes):
    response = admin_client.get("/api/v2/pages/", headers={"accept": "text/html,application/xhtml+xml"})

    assert response.status_code in (200, 406)
    assert response["Content-Type"] == "application/json"
    assert not response.cookies


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, admin_client, homes, method):
    for browser in (client, admin_client):
        for address in ("/api/v2/pages/", f"/api/v2/pages/{homes['en'].pk}/"):
            assert getattr(browser, method)(address).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "limit=x", "limit=-1", "limit=51", "offset=x", "offset=-1", "offset=" + "9" * 30, "search=%00", "slug=%00",
        "search=" + "x+" * 400, "search=a&search_operator=xor", "order=password", "order=owner", "fields=" + "a(" * 400,
        "fields=***", "child_of=x", "child_of=" + "9" * 30, "type=x", "type=home.Nothing", "translation_of=-1", "id=x",
        "id=" + "9" * 30, "nonsense=1", "owner__password=x", "site=example.org", "locale=%00", "descendant_of=%00",
        "rich_text_format=x",
    ],
)  # fmt: skip
def test_bad_queries_are_answered_with_a_sentence(client, homes, query):
    response = client.get(f"/api/v2/pages/?{query}")

    assert response.status_code == 400
    assert response.json()["message"]


@pytest.mark.parametrize("address", ["find/?id=x", "find/?id=%00", "find/?html_path=%00"])
def test_bad_lookups_are_refused(client, homes, address):
    assert client.get(f"/api/v2/pages/{address}").status_code == 400


@pytest.mark.parametrize(
    "address", ["find/", "find/?html_path=//", "find/?id=999999", "999999999999999999999/", "?locale=xx", "x/"]
)
def test_what_does_not_exist_is_not_found(client, homes, address):
    assert client.get(f"/api/v2/pages/{address}").status_code == 404


@pytest.mark.parametrize(
    "query", ['search="', "search=frog*", "search=AND", "search=%F0%9F%90%B8", "search=", "order=-title"]
)
def test_odd_queries_do_not_break_it(client, homes, query):
    for kind in ("pages", "images", "documents"):
        assert client.get(f"/api/v2/{kind}/?{query}").status_code == 200


def test_queries_do_not_grow_with_the_pages(client, homes, django_assert_max_num_queries):
    for _number in range(5):
        StandardPageFactory(parent=homes["en"])
    client.get("/api/v2/pages/")
    with django_assert_max_num_queries(20) as few:
        client.get("/api/v2/pages/?limit=50")
    for _number in range(25):
        StandardPageFactory(parent=homes["en"])

    with django_assert_max_num_queries(len(few)):
        assert len(client.get("/api/v2/pages/?limit=50").json()["items"]) == 34


NASTY = ["", "x", "NaN", "Infinity", "1e999", "-1", "0.1", "9" * 30, "1e-400", "2024-02-30", "2024-01-31", "[]"]


@pytest.mark.parametrize(
    "query",
    [
        "first_published_at=x", "first_published_at=2024-01-31", "type=stories.StoryPage&latitude=abc",
        "type=stories.StoryPage&latitude=NaN", "type=stories.StoryPage&longitude=Infinity",
        "type=stories.StoryPage&joined_on=abc", "type=stories.StoryPage&joined_on=2024-02-30",
        "type=stories.StoryPage&start_year=x",
    ],
)  # fmt: skip
def test_a_value_that_a_field_cannot_have_is_refused_by_name(client, homes, query):
    response = client.get(f"/api/v2/pages/?{query}")

    assert response.status_code == 400
    assert query.rpartition("&")[2].partition("=")[0] in response.json()["message"]


@pytest.mark.parametrize(
    "query", ["latitude=50.85", "joined_on=2024-01-31", "start_year=2021", "place=Lissewege", "region=flanders"]
)
def test_a_value_that_a_field_can_have_filters(client, homes, query):
    index = StoryIndexPageFactory(parent=homes["en"])
    values = {"place": "Lissewege", "start_year": 2021, "latitude": "50.85", "region": "flanders"}
    story = StoryPageFactory(parent=index, joined_on="2024-01-31", **values)
    StoryPageFactory(parent=index)

    items = client.get(f"/api/v2/pages/?type=stories.StoryPage&{query}").json()["items"]

    assert [item["id"] for item in items] == [story.pk]


def test_a_moment_with_its_time_zone_filters(client, homes):
    moment = datetime(2024, 1, 31, 12, tzinfo=UTC)
    page = StandardPageFactory(parent=homes["en"], first_published_at=moment)

    items = client.get("/api/v2/pages/?first_published_at=2024-01-31T12:00:00Z").json()["items"]

    assert [item["id"] for item in items] == [page.pk]


@pytest.mark.parametrize("model", get_page_models(), ids=lambda model: model._meta.label)
def test_no_value_of_any_field_of_a_page_breaks_it(client, homes, model):
    for name in PublicPagesViewSet.get_available_fields(model, db_fields_only=True):
        for value in NASTY:
            response = client.get("/api/v2/pages/", {"type": model._meta.label, name: value})
            assert response.status_code in (200, 400, 404), (name, value)


@pytest.mark.parametrize(("kind", "view"), [("images", PublicImagesViewSet), ("documents", PublicDocumentsViewSet)])
def test_no_value_of_any_field_of_a_file_breaks_it(client, homes, kind, view):
    for name in view.get_available_fields(view.model, db_fields_only=True):
        for value in NASTY:
            assert client.get(f"/api/v2/{kind}/", {name: value}).status_code in (200, 400), (name, value)


def test_files_show_their_tags_in_order(client, homes):
    for kind, thing in (("images", make_image(title="Frog")), ("documents", make_document(title="Frog"))):
        thing.tags.add("pond", "amphibian")
        thing.save()

        for address in (f"/api/v2/{kind}/", f"/api/v2/{kind}/{thing.pk}/"):
            data = client.get(address).json()
            assert data.get("items", [data])[0]["meta"]["tags"] == ["amphibian", "pond"]


@pytest.mark.parametrize("address", ["images/?limit=50", "images/?limit=50&fields=*", "documents/?limit=50&fields=*"])
def test_queries_do_not_grow_with_the_files(client, homes, address, django_assert_max_num_queries):
    def add_files(number):
        for _number in range(number):
            image, document = make_image(title="Frog"), make_document(title="Frog")
            image.get_rendition("width-100")
            for thing in (image, document):
                thing.tags.add("pond")
                thing.save()

    add_files(2)
    client.get(f"/api/v2/{address}")
    with django_assert_max_num_queries(15) as few:
        client.get(f"/api/v2/{address}")
    add_files(8)

    with django_assert_max_num_queries(len(few)):
        assert len(client.get(f"/api/v2/{address}").json()["items"]) == 10


@pytest.mark.parametrize("kind", ["home.StandardPage", "stories.StoryPage", "home.AxisPage", "home.ObjectivePage"])
def test_queries_do_not_grow_with_the_pages_of_a_type(client, homes, kind, django_assert_max_num_queries):
    address = f"/api/v2/pages/?limit=50&type={kind}&fields=*"
    body = [{"type": "text", "value": "<p>Text.</p>"}]

    stories = StoryIndexPageFactory(parent=homes["en"])

    def add_pages(number):
        for _number in range(number):
            axis = AxisPageFactory(parent=homes["en"])
            ObjectivePageFactory(parent=axis)
            StandardPageFactory(parent=homes["en"], body=body)
            StoryPageFactory(parent=stories, lead_image=make_image(), body=body)

    add_pages(2)
    client.get(address)
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    add_pages(8)

    with django_assert_max_num_queries(len(few)):
        assert len(client.get(address).json()["items"]) == 10
