"""What a reader may type into the search field."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 200


class SearchForm(forms.Form):
    """A query: trimmed, at most ``LONGEST_QUERY`` characters, without null characters; may be empty."""

    q = forms.CharField(
        label=_("Search the site"),
        required=False,
        max_length=LONGEST_QUERY,
        error_messages={
            "max_length": _("Please use at most %(limit_value)d characters. You typed %(show_value)d."),
            "null_characters_not_allowed": _("The search contains a character that cannot be searched for."),
        },
    )
