"""Form fields that answer bad input with a sentence and never with an exception further down."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bbacms.core.line_ends import with_plain_line_ends
from bbacms.core.models import active_language
from bbacms.core.quantities import number_text
from pledges.engine.numbers import parse_number

SHORT_TEXT_LENGTH = 255
LONG_TEXT_LENGTH = 5000
# More digits than anybody counts, and few enough for every database.
WHOLE_DIGITS = 12
DECIMALS = 6
EXAMPLE = Decimal("1500.5")  # shows both marks of the language
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Older work was not done as an engagement; who types 1020 meant another year.
FIRST_YEAR_OF_ENGAGEMENTS = 2000
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Word processors leave such characters in what is pasted; no text needs them.
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
# They turn the direction of writing, also of what stands beside the text in a list or in a mail.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Unicode categories of characters that leave nothing to see: spaces, line ends, control and format characters.
INVISIBLE = {"Zs", "Zl", "Zp", "Cc", "Cf"}


class TypedText(forms.CharField):
    """Text of one or more lines, at most ``max_length`` characters, a line break counting as one.

    A text of which nothing can be seen is empty.
    """

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        widget = forms.Textarea(attrs={"rows": 6}) if multiline else forms.TextInput()
        kwargs.setdefault("max_length", LONG_TEXT_LENGTH if multiline else SHORT_TEXT_LENGTH)
        kwargs.setdefault("widget", widget)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if UNSTORABLE.search(text):
            raise ValidationError(_("This contains a character that cannot be stored. Please type it again."))
        text = CONTROL.sub(" ", with_plain_line_ends(text))
        if not self.multiline:
            text = TURNING.sub("", text.replace("\n", " "))
        if all(unicodedata.category(character) in INVISIBLE for character in text):
            return ""
        return text.strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # No maxlength: browsers cut a pasted text without a word. The server says that it is too long.
        return {}


class TypedEmail(TypedText):
    """One e-mail address."""

    default_validators = forms.EmailField.default_validators

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.EmailInput(), max_length=254, **kwargs)


class TypedAddress(forms.URLField):
    """The address of a website; https:// may be left out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", max_length=200, **kwargs)

    def to_python(self, value: Any) -> Any:
        if UNSTORABLE.search(value or ""):
            raise ValidationError(_("This contains a character that cannot be stored. Please type it again."))
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class TypedNumber(forms.Field):
    """A finite number, typed in the way of the active language. ``decimals`` limits what comes after the mark."""

    widget = forms.TextInput

    def __init__(
        self,
        *,
        decimals: int = DECIMALS,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
        **kwargs: Any,
    ) -> None:
        self.decimals, self.minimum, self.maximum = decimals, minimum, maximum
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal" if self.decimals else "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        if not (value or "").strip():
            return None
        if len(value) > SHORT_TEXT_LENGTH:
            raise ValidationError(_("This number is too long."))
        try:
            number = parse_number(value, active_language())
        except ValueError as error:
            raise ValidationError(
                _("Write a number in figures, for instance %(example)s.") % {"example": number_text(EXAMPLE)}
            ) from error
        if abs(number) >= 10**WHOLE_DIGITS:
            raise ValidationError(_("This number is too large."))
        if not self.decimals and int(number.as_tuple().exponent) < 0:
            raise ValidationError(_("Write a whole number, without a decimal mark."))
        # Zeros count too: who types "1.500" where two decimals fit may mean fifteen hundred.
        if -int(number.as_tuple().exponent) > self.decimals:
            raise ValidationError(
                _("Write at most %(count)s figures after the decimal mark."), params={"count": self.decimals}
            )
        return number.normalize() + 0  # no trailing zeros, no minus before nothing

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.minimum is not None and value < self.minimum:
            raise ValidationError(
                _("Write a number of %(minimum)s or more."), params={"minimum": number_text(self.minimum)}
            )
        if self.maximum is not None and value > self.maximum:
            raise ValidationError(
                _("Write a number of %(maximum)s or less."), params={"maximum": number_text(self.maximum)}
            )


class TypedDate(forms.DateField):
    """A day, from a date picker or typed as day/month/year."""

    default_error_messages = {"invalid": _("Write a date as day/month/year, for instance 31/12/2027.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=DATE_FORMATS, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, datetime.date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(
                _("Write a year between %(first)s and %(last)s."),
                params={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
            )


class TypedYear(forms.IntegerField):
    """A year in four figures, up to ``last``."""

    widget = forms.TextInput

    def __init__(self, *, last: int, **kwargs: Any) -> None:
        wrong = _("Write a year in four figures between %(first)s and %(last)s.") % {
            "first": FIRST_YEAR_OF_ENGAGEMENTS,
            "last": last,
        }
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        super().__init__(min_value=FIRST_YEAR_OF_ENGAGEMENTS, max_value=last, error_messages=messages, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}


class OneChoice(forms.ChoiceField):
    """One code of a list. An unknown one is refused without repeating it."""

    default_error_messages = {"invalid_choice": _("Choose one of the answers shown.")}


class SeveralChoices(forms.MultipleChoiceField):
    """Any number of codes of a list, each kept once."""

    default_error_messages = {"invalid_choice": _("Choose among the answers shown.")}
    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().clean(value)))
