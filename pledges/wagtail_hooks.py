"""Registers what the engagement app adds to the admin."""

from wagtail.snippets.models import register_snippet

from pledges.form_viewset import PledgeFormViewSet

register_snippet(PledgeFormViewSet)
