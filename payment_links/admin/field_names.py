"""What the office calls fields that their models give no name.

Django would show their names in code, in English only. They are named here and not in the models,
because names in models are part of migrations.
"""

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext_lazy as _

NAMES = {
    "checks": _("status questions"),
    "closed_by": _("closed by"),
    "exported_by": _("downloaded by"),
    "key": _("key"),
    "next_check_at": _("next status question"),
    "provider_message_id": _("message id at the provider"),
    "replay_of": _("sent again instead of"),
    "requested_by": _("requested by"),
    "resolved_by": _("resolved by"),
    "response_status": _("HTTP status of the answer"),
}


def name_fields(model: type[Model]) -> None:
    """Name the model's nameless fields; one that points to a row is called what it points to."""
    for field in model._meta.fields:
        if field._verbose_name is not None:  # type: ignore[attr-defined]
            continue
        if field.name in NAMES:
            field.verbose_name = NAMES[field.name]
        elif isinstance(field, ForeignKey):
            field.verbose_name = field.related_model._meta.verbose_name or field.verbose_name
