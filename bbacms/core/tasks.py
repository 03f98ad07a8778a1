"""Long jobs of the shared parts, run by Django tasks."""

from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from bbacms.core.pictures import make_renditions


@task()
def make_renditions_task(image_id: int) -> None:
    """Make every size of one picture. A picture that was deleted meanwhile, or has lost its file, is left alone."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return
    try:
        make_renditions(image)
    except SourceImageIOError:
        return
