"""What the engagement app answers to signals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.apps import apps as global_apps
from django.apps.registry import Apps
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Locale

from bbacms.core.deletion import name_for
from bbacms.core.signals import collect_blockers
from pledges import total_triggers
from pledges.form_holds import forms_that_rely_on
from pledges.inbox import count_triggers
from pledges.models import Pledge, PledgeFile


@receiver(collect_blockers, dispatch_uid="pledges_engagements_in_a_language")
def engagements_in_a_language(sender: Any, objects: Sequence[Model], **kwargs: Any) -> list[str]:
    """Say that engagements were sent in a language among ``objects``; they store its code, never the record."""
    return [
        _("voluntary engagements in %(language)s") % {"language": locale.get_display_name()}
        for locale in objects
        if isinstance(locale, Locale) and Pledge.objects.filter(language=locale.language_code).exists()
    ]


@receiver(collect_blockers, dispatch_uid="pledges_forms_that_name_it")
def forms_that_name_it(sender: Any, objects: Sequence[Model], user: Any, **kwargs: Any) -> list[str]:
    """Name the join forms that name one of ``objects`` in a condition, or show it between their questions."""
    return [name_for(user, form) for form in forms_that_rely_on(objects)]


@receiver(post_delete, sender=PledgeFile, dispatch_uid="pledges_remove_from_storage")
def remove_from_storage(instance: PledgeFile, using: str, **kwargs: Any) -> None:
    """Remove a file once its row is gone for good, whatever removed it."""
    # Robust: a storage that does not answer keeps no other file from being removed.
    transaction.on_commit(instance.remove_from_storage, using=using, robust=True)


@receiver(post_migrate, dispatch_uid="pledges_count_triggers")
def keep_counts(sender: AppConfig, using: str, apps: Apps = global_apps, **kwargs: Any) -> None:
    """Let the database count engagements after every ``migrate`` and ``flush``, unless it went back to before that."""
    if sender.name == "pledges" and "deskcount" in apps.all_models["pledges"]:
        count_triggers.install(using)


@receiver(post_migrate, dispatch_uid="pledges_total_triggers")
def keep_totals(sender: AppConfig, using: str, apps: Apps = global_apps, **kwargs: Any) -> None:
    """Let the database keep the totals after every ``migrate`` and ``flush``, unless it went back to before that."""
    if sender.name == "pledges" and "kepttotal" in apps.all_models["pledges"]:
        total_triggers.install(using)
