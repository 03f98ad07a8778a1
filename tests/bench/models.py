"""What our join form is measured against: one row by a bare view, and a form of ``wagtail.contrib.forms``."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class BareRow(models.Model):
    text = models.TextField()

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return str(self.pk)


class WagtailFormField(AbstractFormField):
    page = ParentalKey("bench.WagtailFormPage", on_delete=models.CASCADE, related_name="form_fields")

    class Meta(AbstractFormField.Meta):
        app_label = "bench"


class WagtailFormPage(AbstractForm):
    template = "pledges/message.html"
    landing_page_template = "pledges/message.html"

    class Meta:
        app_label = "bench"
