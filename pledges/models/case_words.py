"""What the search of the inbox looks through."""

from django.db import models

from pledges.models.pledge import Pledge


class CaseWords(models.Model):
    """The words of one case: of its columns, answers and notes, without accents and capitals, with spaces between.

    A table of the inbox alone: contact data must not reach Wagtail's search index.
    """

    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, primary_key=True, related_name="words")
    words = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.pledge.public_id
