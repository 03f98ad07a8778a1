"""``python -m tests.pages.prepare``: fills an empty database with the demo content and the pages only tests need."""

from __future__ import annotations

import django


def prepare() -> None:
    """Migrate, load, collect; the models can only be imported once Django is set up."""
    django.setup()
    from django.core.management import call_command

    from home.models import HomePage, StandardPage
    from stories.models import StoryIndexPage, StoryPage

    call_command("migrate", verbosity=0)
    call_command("load_demo_content")
    call_command("collectstatic", interactive=False, verbosity=0)

    secret = StandardPage(title="For the members", slug="for-the-members")
    HomePage.objects.get(locale__language_code="en").add_child(instance=secret)
    secret.view_restrictions.create(restriction_type="password", password="hedgehog")
    bare = StoryPage(title="A story with nothing but its title", slug="only-a-title")
    StoryIndexPage.objects.get(locale__language_code="en").add_child(instance=bare)


if __name__ == "__main__":
    prepare()
