"""Controls of the join form that carry more than a browser's own."""

from __future__ import annotations

from typing import Any

from django import forms


class ObjectiveSelect(forms.Select):
    """The list of what one can do, with what a script needs to say the unit.

    ``units`` holds, by value of the option, the words for its unit and the code of the small unit that goes with it.
    """

    def __init__(self, units: dict[str, tuple[str, str]]) -> None:
        self.units = units
        super().__init__()

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        words, small = self.units.get(str(option["value"]), ("", ""))
        if words:
            option["attrs"] |= {"data-unit": words, "data-small": small}
        return option


class ConfirmationBox(forms.CheckboxInput):
    """A box that says yes to ``confirmed`` alone: a tick that was set for something else is not shown again.

    Before anything was checked, ``confirmed`` is empty and the box shows what it was ticked for.
    """

    confirmed = ""

    def is_ticked(self, value: Any) -> bool:
        return bool(value) and value == (self.confirmed or value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value if self.is_ticked(value) else "", attrs)

    def format_value(self, value: Any) -> str | None:
        return self.confirmed or value or None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, "")


class Confirmation(forms.BooleanField):
    """A tick that holds what it was set for; empty without one."""

    widget = ConfirmationBox

    def to_python(self, value: Any) -> Any:
        return value or ""
