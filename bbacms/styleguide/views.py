"""The page of components."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from bbacms.core.blocks import StandardBodyBlock, StoryBodyBlock
from bbacms.styleguide.examples import Group, components
from bbacms.styleguide.form_examples import form_parts


@dataclass(frozen=True)
class Shown:
    """One example, rendered by its own template."""

    state: str
    template: str
    html: SafeString
    wrapper: str = ""


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, question and block in every state."""
    groups = [(group.name, _rendered(group, request)) for group in [*components(), *form_parts()]]
    return render(request, "styleguide/index.html", {"groups": [*groups, ("Blocks of pages", _blocks())]})


def _rendered(group: Group, request: HttpRequest) -> list[Shown]:
    return [
        Shown(
            example.state,
            example.template,
            render_to_string(example.template, example.context, request),
            example.wrapper,
        )
        for example in group.examples
    ]


def _blocks() -> list[Shown]:
    blocks = {type(block): block for stream in (StandardBodyBlock(), StoryBodyBlock()) for block in _children(stream)}
    return [
        Shown(str(block.label), block.meta.template, block.render(block.get_preview_value()))
        for block in blocks.values()
    ]


def _children(stream: StandardBodyBlock | StoryBodyBlock) -> list:
    return list(stream.child_blocks.values())
