"""Site settings that communications staff edit: menu, announcement, contact, footer, social links."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField

from bbacms.core.models.names import LANGUAGE_CODES, active_language

MENU_LIMIT = 5


class MenuEntryBlock(blocks.StructBlock):
    """A menu entry. The label is the page's title in the reader's language."""

    page = blocks.PageChooserBlock(
        label=_("Page"), help_text=_("Choose the page in any language; readers are led to it in theirs.")
    )
    highlighted = blocks.BooleanBlock(
        label=_("As a button"), required=False, help_text=_("For the one entry that should stand out, such as Join us.")
    )

    class Meta:
        icon = "link"
        label = _("Menu entry")


class SocialLinkBlock(blocks.StructBlock):
    """A profile of the Alliance elsewhere; nothing is loaded from there."""

    name = blocks.CharBlock(label=_("Name"), max_length=40, help_text=_("What readers see, such as LinkedIn."))
    url = blocks.URLBlock(label=_("Address"), help_text=_("The whole address, from https:// on."))

    class Meta:
        icon = "site"
        label = _("Social link")


@register_setting(icon="cog", order=100)
class SiteSettings(BaseSiteSetting):
    """What every page of the site shows around its content."""

    header_menu = StreamField(
        [("entry", MenuEntryBlock())],
        blank=True,
        max_num=MENU_LIMIT,
        verbose_name=_("header menu"),
        help_text=_("At most five entries: more do not fit on one line."),
    )
    announcement_en = models.CharField(_("announcement in English"), max_length=255, blank=True)
    announcement_nl = models.CharField(_("announcement in Dutch"), max_length=255, blank=True)
    announcement_fr = models.CharField(_("announcement in French"), max_length=255, blank=True)
    announcement_de = models.CharField(_("announcement in German"), max_length=255, blank=True)
    contact_email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Public, in the footer of every page. What members answer to our mails arrives here too."),
    )
    contact_phone = models.CharField(
        _("telephone"),
        max_length=40,
        blank=True,
        help_text=_("Public, in the footer of every page. With the country code, such as +32 2 123 45 67."),
    )
    contact_address = models.TextField(
        _("postal address"), blank=True, help_text=_("Public, in the footer of every page, line by line.")
    )
    footer_text_en = models.TextField(_("footer text in English"), blank=True)
    footer_text_nl = models.TextField(_("footer text in Dutch"), blank=True)
    footer_text_fr = models.TextField(_("footer text in French"), blank=True)
    footer_text_de = models.TextField(_("footer text in German"), blank=True)
    footer_menu = StreamField(
        [("page", blocks.PageChooserBlock(label=_("Page")))],
        blank=True,
        verbose_name=_("footer links"),
        help_text=_("Choose each page in any language; readers are led to it in theirs."),
    )
    social_links = StreamField(
        [("link", SocialLinkBlock())],
        blank=True,
        verbose_name=_("social links"),
        help_text=_("Profiles of the Alliance elsewhere, as links in the footer. Nothing is loaded from there."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList([FieldPanel("header_menu")], heading=_("Header")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel(f"announcement_{code}") for code in LANGUAGE_CODES],
                        heading=_("Announcement"),
                        help_text=_("One line above every page. It appears in the languages you fill in."),
                    )
                ],
                heading=_("Announcement"),
            ),
            ObjectList(
                [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("contact_address")],
                heading=_("Contact"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel(f"footer_text_{code}") for code in LANGUAGE_CODES],
                        heading=_("What the Alliance is"),
                    ),
                    FieldPanel("footer_menu"),
                    FieldPanel("social_links"),
                ],
                heading=_("Footer"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("site settings")

    @property
    def announcement(self) -> str:
        """The announcement in the reader's language; empty where it was not written in it."""
        return getattr(self, f"announcement_{active_language()}")

    @property
    def footer_text(self) -> str:
        """The footer text in the reader's language; empty where it was not written in it."""
        return getattr(self, f"footer_text_{active_language()}")
