"""Choosing a block: each says what it is, stands with its like, and shows itself as readers will see it."""

import pytest
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file_jpeg

from bbacms.core.blocks import StandardBodyBlock, StoryBodyBlock
from bbacms.core.models import CustomImage
from bbacms.core.pictures import make_renditions
from pledges.blocks import QuestionStreamBlock
from tests.factories.users import UserFactory
from tests.support.trees import make_home_pages

STREAMS = (StandardBodyBlock, StoryBodyBlock, QuestionStreamBlock)
BLOCKS = {f"{stream.__name__}.{name}": block for stream in STREAMS for name, block in stream().child_blocks.items()}
# What stands in each preview, beside the frame.
SHOWN = {
    "HeadingBlock": "<h2",
    "TextBlock": "Volunteers mow",
    "QuoteBlock": "<blockquote",
    "PictureBlock": "<picture",
    "GalleryBlock": "<picture",
    "FigureBlock": "1,146",
    "AccordionBlock": "<details",
    "LogoGridBlock": "<picture",
    "CallToActionBlock": 'class="button"',
    "DocumentBlock": "PDF",
    "VideoLinkBlock": "https://example.org/video",
    "CriteriaBlock": "once you have chosen an objective",
    "ConsentBlock": '<input type="checkbox"',
    "FreeTextBlock": "Before you go on",
    "FreePictureBlock": "<picture",
    "ShortTextBlock": '<input type="text"',
    "LongTextBlock": "<textarea",
    "EmailQuestionBlock": '<input type="email"',
    "PhoneQuestionBlock": 'type="tel"',
    "WebAddressBlock": '<input type="url"',
    "PlaceQuestionBlock": 'data-places="/en/pledge/places/"',
    "EnterpriseNumberBlock": "What is your enterprise number?",
    "NumberBlock": 'inputmode="numeric"',
    "DateQuestionBlock": '<input type="date"',
    "YesNoBlock": '<input type="radio"',
    "OneOfBlock": "Somebody else",
    "SeveralOfBlock": '<input type="checkbox"',
    "ActorKindBlock": "Who are you?",
    "EngagementBlock": "What do you engage for?",
    "FileQuestionBlock": '<input type="file"',
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
class TestBlock:
    def test_it_says_what_it_is(self, block):
        assert block.get_description()
        assert block.meta.group
        assert block.meta.icon != "placeholder"
        assert block.is_previewable

    @pytest.mark.django_db
    def test_its_preview_looks_like_the_site(self, client, block):
        make_home_pages()
        for _number in range(3):
            make_renditions(CustomImage.objects.create(title="Pond", file=get_test_image_file_jpeg(size=(64, 48))))
        page = preview(client, block)
        assert SHOWN[type(block).__name__] in page
        assert "css/site" in page

    @pytest.mark.django_db
    def test_a_site_without_pictures_or_pages_has_a_preview_too(self, client, block):
        assert "block-preview" in preview(client, block)


def preview(client, block):
    client.force_login(UserFactory(group="Communications team"))
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    return response.text


def test_no_two_blocks_of_a_stream_share_an_icon():
    for stream in STREAMS:
        icons = [block.meta.icon for block in stream().child_blocks.values()]
        assert len(set(icons)) == len(icons)
