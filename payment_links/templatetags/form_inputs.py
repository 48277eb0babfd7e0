"""Inputs of forms in the dress of the back office."""

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def as_input(field: BoundField) -> SafeString:
    """The field's input; Django ties its help and its errors to it for screen readers."""
    attributes: dict[str, Any] = {"class": "pl-input"}
    if field.errors:
        attributes["aria-invalid"] = "true"
    # What stands in the field until somebody types is read by nobody: the label says it.
    field.field.widget.attrs.pop("placeholder", None)
    return SafeString(field.as_widget(attrs=attributes))
