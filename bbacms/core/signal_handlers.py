"""What happens when shared records are saved; connected in ``apps.py``."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.images import get_image_model

from bbacms.core.tasks import make_renditions_task


def make_sizes_after_save(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Make all sizes of a picture once it is stored, so that no reader waits for them.

    A moved focal point needs only the shared picture again; sizes that exist are kept.
    """
    if raw:
        return
    transaction.on_commit(lambda: make_renditions_task.enqueue(instance.pk))


def connect() -> None:
    """Connect the handlers; called once when the app is ready."""
    post_save.connect(make_sizes_after_save, sender=get_image_model(), dispatch_uid="core_make_sizes_after_save")
