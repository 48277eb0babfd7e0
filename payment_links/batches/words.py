"""What is said of the rows of a batch, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from payment_links.batches.problems import Problem
from payment_links.models import LinkBatch, LinkBatchRow

RowState = LinkBatchRow.State


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the list of what is wrong. kind: error, duplicate or warning, in words."""

    row: int
    column: str
    found: str
    kind: str
    text: str


def problems_of(row: LinkBatchRow) -> Iterator[Told]:
    """Everything that is wrong with a row or worth a look: errors first."""
    problems = [Problem(**problem) for problem in row.problems]
    for problem in sorted(problems, key=lambda problem: not problem.is_error):
        kind = _("Error") if problem.is_error else _("Warning")
        yield Told(problem.row, problem.column_label, problem.found, kind, problem.text)
    if row.is_duplicate:
        yield Told(
            row.first_row, "", row.own_reference or row.name, _("Duplicate"), duplicate_text(row)
        )


def duplicate_text(row: LinkBatchRow) -> str:
    """Of which other row this one is a duplicate."""
    other = row.duplicate_of
    if "file" in other:
        words = _("Same as row %(row)s of %(file)s, which was uploaded before.")
        return words % {"row": other["row"], "file": other["file"]}
    return _("Same as row %(row)s of this file.") % {"row": other.get("row", "")}


def row_state_text(row: LinkBatchRow) -> str:
    """What became of a row, in a word or two."""
    if row.state == RowState.BLOCKED:
        if not row.batch.wants(row):
            return _("Left out: errors") if row.is_wrong else _("Left out: duplicate")
        return _("Not made") if row.batch.state == LinkBatch.State.CANCELLED else _("Held back")
    return {
        RowState.DONE: _("Link made"),
        RowState.DEAD: _("Failed"),
    }.get(RowState(row.state), _("Waiting"))


def failure_text(row: LinkBatchRow) -> str:
    """Why a row has no link; empty when nothing went wrong so far."""
    if row.is_wrong:
        return " ".join(
            f"{told.column}: {told.text}" if told.column else told.text
            for told in problems_of(row)
            if told.kind == _("Error")
        )
    if row.is_duplicate and row.state == RowState.BLOCKED:
        return duplicate_text(row)
    return _(row.last_error) if row.last_error else ""


def refusal_texts(row: LinkBatchRow) -> list[str]:
    """Why a link was not sent, per way to send it."""
    return [_refusal_text(refusal) for refusal in row.refusals]


def _refusal_text(refusal: dict[str, str]) -> str:
    channel = _("SMS") if refusal["channel"] == "sms" else _("E-mail")
    if refusal["code"] == "invalid_value":
        if refusal["channel"] == "sms":
            reason = _("The customer has no mobile number that we may use.")
        else:
            reason = _("The customer has no e-mail address.")
    else:
        reason = _(refusal["reason"])
    return f"{channel}: {reason}"
