"""What the editor of join forms posts."""

from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

ALWAYS = {"question": "", "test": "", "value": ""}


def posted(sections, name="Join form", **extra):
    """The post of the editor for raw ``sections``."""

    def listed(options):
        data = {"count": str(len(options))}
        for index, option in enumerate(options):
            data[str(index)] = {"value": option["value"], "id": option["id"], "order": str(index), "deleted": ""}
        return data

    def question_value(kind, value):
        shown = {"shown_when": ALWAYS}
        shown |= {key: part for key, part in value.items() if key not in ("required", "options")}
        if kind == "engagement":
            shown |= {"most": "3"}
        if value["required"]:
            shown["required"] = "on"
        if "options" in value:
            shown["options"] = listed(value["options"])
        return shown

    def stream(blocks, to_value):
        data = streamfield([(block["type"], to_value(block["type"], block["value"])) for block in blocks])
        for index, block in enumerate(blocks):
            data[str(index)]["id"] = block["id"]
        return data

    def section_value(_kind, value):
        return {"stage": "join", "shown_when": ALWAYS, **value, "questions": stream(value["questions"], question_value)}

    settings = {"privacy_page": str(Page.get_first_root_node().pk), "retention_months": "24"}
    return nested_form_data({"name": name, "body": stream(sections, section_value), **settings}) | extra
