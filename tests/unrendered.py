"""Answers of the back office without their pages, for tests that read only what fills them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.template import Context
from django.template.response import TemplateResponse
from django.test import Client
from django.test.signals import template_rendered

from payment_links.admin.site import BackOffice


@contextmanager
def unrendered() -> Iterator[None]:
    """Answers without their pages, but with what the pages would be filled with.

    Who may see them, and what they are to show, is decided before they are rendered.
    """

    def leave_out(answer: TemplateResponse) -> str:
        context = Context(answer.resolve_context(answer.context_data))
        template_rendered.send(sender=unrendered, template=None, context=context)
        return ""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TemplateResponse, "rendered_content", property(leave_out))
        patch.setattr(BackOffice, "get_sidebar_list", lambda *_arguments: [])
        yield


def filled_with(client: Client, address: str, data: dict[str, str] | None = None) -> Any:
    """What the page at the address is filled with, without the page: it costs a quarter."""
    with unrendered():
        return client.get(address, data).context
