"""The search of the site."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories.home import StandardPageFactory
from tests.support.trees import LANGUAGES

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [page.title for page in response.context["results"] or []]


def test_page_is_found_by_title_and_by_text(client, homes):
    StandardPageFactory(parent=homes["en"], title="Tree frogs", introduction="Ponds and reeds")

    assert titles(client.get("/en/search/?q=frogs")) == ["Tree frogs"]
    assert titles(client.get("/en/search/?q=reeds")) == ["Tree frogs"]
    assert titles(client.get("/en/search/", {"q": "  reeds  frogs "})) == ["Tree frogs"]


def test_all_words_have_to_be_there(client, homes):
    StandardPageFactory(parent=homes["en"], title="Tree frogs")

    assert titles(client.get("/en/search/?q=frogs+bicycle")) == []


def test_words_of_titles_are_found_by_their_beginning(client, homes):
    StandardPageFactory(parent=homes["en"], title="Hedgerows")

    assert titles(client.get("/en/search/?q=hedge")) == ["Hedgerows"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_pages_in_the_language_of_the_reader(client, homes, language):
    for code, home in homes.items():
        StandardPageFactory(parent=home, title=f"Wolvenberg {code}")

    response = client.get(f"/{language}/search/?q=Wolvenberg")

    assert titles(response) == [f"Wolvenberg {language}"]
    assert f'<html lang="{language}"' in response.content.decode()


def test_language_whose_home_page_is_a_draft_has_no_results(client, homes):
    StandardPageFactory(parent=homes["de"], title="Wolvenberg")
    homes["de"].unpublish()

    assert titles(client.get("/de/search/?q=Wolvenberg")) == []


def test_restriction_added_later_counts_at_once(client, homes):
    page = StandardPageFactory(parent=homes["en"], title="Wolvenberg")
    assert titles(client.get("/en/search/?q=Wolvenberg")) == ["Wolvenberg"]

    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert titles(client.get("/en/search/?q=Wolvenberg")) == []


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?page=3", "?x=y"])
def test_without_words_the_reader_is_invited_to_type_some(client, homes, query):
    response = client.get(f"/en/search/{query}")

    assert response.status_code == 200
    assert "Type one or more words" in response.content.decode()


def test_no_result_helps_on_and_keeps_the_words(client, homes):
    html = client.get("/en/search/?q=xylophone").content.decode()

    assert "Nothing was found for “xylophone”." in html
    assert "Check the spelling" in html
    assert 'value="xylophone"' in html


@pytest.mark.parametrize("query", ["x" * 201, "frog " * 2000, "a\0b", "\0"])
def test_what_cannot_be_searched_for_gets_a_sentence_and_400(client, homes, query):
    response = client.get("/en/search/", {"q": query})
    html = response.content.decode()

    assert response.status_code == 400
    assert "at most 200 characters" in html if "\0" not in query else "cannot be searched for" in html
    assert 'aria-describedby="search-error"' in html
    assert query.strip().replace("\0", "")[:150] in html
    assert "\0" not in html


@pytest.mark.parametrize(
    "query",
    [
        '"', "'", "''", '"frog', "frog*", "*", "-frog", "frog -tree", "frog AND", "AND", "OR NOT", "NEAR(frog tree)",
        "title:frog", "frog & tree", "frog | !tree", "<->", "frog:*", "(", ")", "((frog", "{}[]^~", "\\", "%", "_", "?",
        "frog; drop table", "🐸", "été", "ﬀ", "\u202efrog", "\ud83d", "a" * 200, "a " * 100, "1.5", "--", "/*", "NOT",
    ],
)  # fmt: skip
def test_no_query_breaks_it(client, homes, query):
    StandardPageFactory(parent=homes["en"], title="Tree frog")

    response = client.get("/en/search/", {"q": query.encode("utf-8", "surrogatepass")})

    assert response.status_code == 200


def test_html_in_the_query_is_shown_as_text(client, homes):
    html = client.get("/en/search/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


class TestPages:
    @pytest.fixture(autouse=True)
    def _many(self, homes):
        for number in range(23):
            StandardPageFactory(parent=homes["en"], title=f"Frog {number}")

    def test_ten_results_a_page(self, client):
        first, last = client.get("/en/search/?q=frog"), client.get("/en/search/?q=frog&page=3")

        assert len(titles(first)) == 10
        assert len(titles(last)) == 3
        assert "23 pages found" in first.content.decode()
        assert 'href="?q=frog&amp;page=2"' in first.content.decode()
        assert 'rel="next"' not in last.content.decode()

    def test_no_result_is_on_two_pages(self, client):
        seen = [title for page in (1, 2, 3) for title in titles(client.get(f"/en/search/?q=frog&page={page}"))]

        assert len(seen) == len(set(seen)) == 23

    @pytest.mark.parametrize(
        ("page", "shown"), [("0", 3), ("-1", 3), ("99", 3), ("x", 1), ("", 1), ("1.5", 1), ("9" * 5000, 1), ("%00", 1)]
    )
    def test_page_number_that_makes_no_sense(self, client, page, shown):
        response = client.get(f"/en/search/?q=frog&page={page}")

        assert response.status_code == 200
        assert response.context["results"].number == shown

    def test_queries_do_not_grow_with_the_results(self, client, homes, django_assert_max_num_queries):
        client.get("/en/search/?q=frog")
        with django_assert_max_num_queries(12) as few:
            client.get("/en/search/?q=frog")
        for number in range(30):
            StandardPageFactory(parent=homes["en"], title=f"Frog again {number}")

        with django_assert_max_num_queries(len(few)):
            assert len(titles(client.get("/en/search/?q=frog"))) == 10


def test_results_are_kept_out_of_search_engines_and_set_no_cookie(client, homes):
    for address in ("/en/search/", "/en/search/?q=frog", "/en/search/?q=" + "x" * 300):
        response = client.get(address)

        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies


def test_search_takes_no_post(client, homes):
    assert client.post("/en/search/", {"q": "frog"}).status_code == 405
