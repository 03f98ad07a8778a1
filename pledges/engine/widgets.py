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
