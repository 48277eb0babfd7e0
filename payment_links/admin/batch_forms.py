"""The forms of a batch: which file, what its columns mean, and how its links are sent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from payment_links.batches.columns import BY_NAME, COLUMNS, REQUIRED, Mapping, missing_columns
from payment_links.batches.sheets import LARGEST_FILE, SheetRow
from payment_links.models import LinkBatch, Merchant

EXAMPLE_LENGTH = 30
# What the radio buttons say → the channels of the batch.
SENDING: dict[str, tuple[str, ...]] = {
    "none": (),
    "sms": ("sms",),
    "email": ("email",),
    "both": ("sms", "email"),
}


class UploadForm(forms.Form):
    """A file and, for somebody who works for several, its merchant."""

    merchant = forms.ModelChoiceField(
        label=gettext_lazy("Merchant"),
        queryset=Merchant.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "pl-input"}),
    )
    file = forms.FileField(
        label=gettext_lazy("File (CSV or Excel)"),
        widget=forms.FileInput(attrs={"class": "pl-input", "accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def __init__(self, *args: Any, merchants: QuerySet[Merchant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        merchant = self.fields["merchant"]
        if isinstance(merchant, forms.ModelChoiceField):
            merchant.queryset = merchants
        first = list(merchants[:2])
        self.has_one_merchant = len(first) == 1
        if self.has_one_merchant:
            merchant.widget = forms.HiddenInput()
            self.initial["merchant"] = first[0].pk

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 5 MB: divide it."))
        return file


class ColumnsForm(forms.Form):
    """Per column of ours the column of the file that holds it, or none."""

    def __init__(
        self, posted: QueryDict | None, *, batch: LinkBatch, rows: Sequence[SheetRow]
    ) -> None:
        initial = {name: str(position) for name, position in batch.mapping.items()}
        super().__init__(posted, initial=initial)
        choices = [("", _("– not in the file –")), *_offered(batch.headings, rows)]
        for column in COLUMNS:
            self.fields[column.name] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=False,
                help_text=column.help_text,
                widget=forms.Select(attrs={"class": "pl-input"}),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields with what the page says of them."""
        return [
            {"field": self[column.name], "is_required": column.name in REQUIRED}
            for column in COLUMNS
        ]

    @property
    def mapping(self) -> Mapping:
        """What was chosen; of a valid form."""
        return {name: int(position) for name, position in self.cleaned_data.items() if position}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name in missing_columns({name: 0 for name, chosen in values.items() if chosen}):
            label = BY_NAME[name].label
            self.add_error(name, _("Choose the column that holds: %(column)s.") % {"column": label})
        return values


def _offered(headings: list[str], rows: Sequence[SheetRow]) -> list[tuple[str, str]]:
    """Each column of the file: its letter, its heading and the first thing that stands in it."""
    width = max([len(headings), *(len(row.cells) for row in rows)])
    offered = []
    for position in range(width):
        heading = headings[position] if position < len(headings) else ""
        cells = [str(row.cells[position]) for row in rows if position < len(row.cells)]
        example = next((cell for cell in cells if cell), "")[:EXAMPLE_LENGTH]
        text = f"{get_column_letter(position + 1)}: {heading or '–'}"
        offered.append((str(position), f"{text} ({example})" if example else text))
    return offered
