"""Factories of the home app's pages. ``HomePageFactory()`` makes the site's first page in English."""

import factory
from wagtail.models import Locale, Page, Site
from wagtail_factories import PageFactory

from home.models import AxisPage, HomePage, ObjectivePage, StandardPage
from tests.factories.core import AxisFactory, ObjectiveFactory


class LocalisedPageFactory(PageFactory):
    """A live page in the language of its parent."""

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        if parent is not None and "locale" not in kwargs:
            kwargs["locale"] = parent.locale
        kwargs.setdefault("live", True)
        return super()._create_instance(model_class, parent, kwargs)


class HomePageFactory(LocalisedPageFactory):
    """The home page of one language. The English one becomes the root of the default site."""

    class Meta:
        model = HomePage
        skip_postgeneration_save = True

    class Params:
        language = "en"

    title = factory.LazyAttribute(lambda o: f"Home {o.language}")
    slug = factory.LazyAttribute(lambda o: f"home-{o.language}")
    parent = factory.LazyFunction(Page.get_first_root_node)
    locale = factory.LazyAttribute(lambda o: Locale.objects.get(language_code=o.language))
    tagline = "Biodiversity protects us"
    join_label = "Join us"
    stories_label = "Read the stories"
    objectives_heading = "2 axes - 10 objectives"
    counter_heading = "Voluntary engagements"
    join_heading = "Are you ready?"
    stories_heading = "Model projects"

    @factory.post_generation
    def root_of_site(self, create, extracted, **kwargs):
        if create and self.locale.language_code == "en":
            Site.objects.update_or_create(
                is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": self}
            )


class AxisPageFactory(LocalisedPageFactory):
    class Meta:
        model = AxisPage

    title = factory.Sequence(lambda n: f"Axis page {n}")
    axis = factory.SubFactory(AxisFactory)
    introduction = "<p>What we want to do.</p>"


class ObjectivePageFactory(LocalisedPageFactory):
    class Meta:
        model = ObjectivePage

    title = factory.Sequence(lambda n: f"Objective page {n}")
    objective = factory.SubFactory(ObjectiveFactory)
    target_statement = "By 2030, much more."


class StandardPageFactory(LocalisedPageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Standard page {n}")
