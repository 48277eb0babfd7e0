"""What the page of a batch shows: its figures, how its links would be sent, and lists of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from payment_links.admin import display
from payment_links.admin.theme import AnyPaginator
from payment_links.batches.words import (
    Told,
    failure_text,
    problems_of,
    refusal_texts,
    row_state_text,
)
from payment_links.models import LinkBatch, LinkBatchRow

ROWS_SHOWN = 50
State = LinkBatch.State
RowState = LinkBatchRow.State
STATE_LOOKS = {
    State.UPLOADED: ("info", "table_chart"),
    State.CHECKED: ("info", "fact_check"),
    State.RUNNING: ("info", "sync"),
    State.PAUSED: ("warning", "pause_circle"),
    State.DONE: ("success", "check_circle"),
    State.CANCELLED: ("muted", "cancel"),
}
UNDER_WAY = Q(state__in=[RowState.PENDING, RowState.LEASED])
# Lists of rows: name in the address → title and condition. The first that has rows opens.
BEFORE = {
    "errors": (gettext_lazy("Errors"), Q(is_wrong=True)),
    "duplicates": (gettext_lazy("Duplicates"), Q(is_duplicate=True)),
    "warnings": (gettext_lazy("Warnings"), Q(is_wrong=False, has_warnings=True)),
    "no-mobile": (gettext_lazy("No mobile number"), Q(is_wrong=False, has_mobile=False)),
    "no-email": (gettext_lazy("No e-mail"), Q(is_wrong=False, has_email=False)),
    "right": (gettext_lazy("Without errors"), Q(is_wrong=False)),
}
AFTER = {
    "failed": (gettext_lazy("Failed"), Q(state=RowState.DEAD)),
    "not-sent": (gettext_lazy("Not sent"), ~Q(refusals=[])),
    "made": (gettext_lazy("Links made"), Q(state=RowState.DONE)),
    "waiting": (gettext_lazy("Waiting"), UNDER_WAY),
    "errors": BEFORE["errors"],
    "duplicates": BEFORE["duplicates"],
    "warnings": BEFORE["warnings"],
}
# In these lists every problem is a line of its own.
PROBLEM_LISTS = frozenset({"errors", "duplicates", "warnings"})


@dataclass(frozen=True, slots=True)
class Tab:
    """A list of rows that can be opened."""

    name: str
    title: str
    count: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the open list. problems: in lists of problems; else state and remark."""

    row: LinkBatchRow
    amount: str
    address: str
    problems: list[Told]
    state: str
    remark: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a started batch is. total: the links it was started for."""

    state: str
    state_text: str
    made: int
    failed: int
    total: int

    @property
    def done(self) -> int:
        """The links of which it is known what became of them."""
        return self.made + self.failed

    @property
    def text(self) -> str:
        """The figures as a sentence."""
        said = _("%(made)d of %(total)d links made.") % {"made": self.made, "total": self.total}
        if not self.failed:
            return said
        failed = ngettext("%(failed)d failed.", "%(failed)d failed.", self.failed)
        return f"{said} {failed % {'failed': self.failed}}"


def sums_text(batch: LinkBatch) -> str:
    """The sums of the links per currency."""
    return " + ".join(
        display.amount_text(amount, currency) for currency, amount in sorted(batch.sums.items())
    )


def state_tag(batch: LinkBatch) -> Any:
    """The label of the batch's state."""
    return display.state_tag(batch.state, batch.get_state_display(), STATE_LOOKS)


def progress_of(batch: LinkBatch) -> Progress:
    """How many links are made; one query."""
    counts = batch.rows.aggregate(
        made=Count("pk", filter=Q(state=RowState.DONE)),
        failed=Count("pk", filter=Q(state=RowState.DEAD)),
    )
    return Progress(
        state=batch.state,
        state_text=batch.get_state_display(),
        made=counts["made"],
        failed=counts["failed"],
        total=batch.link_count,
    )


def gather(batch: LinkBatch, shown: str, page: str) -> dict[str, Any]:
    """What the template needs. shown, page: as the address says, whatever that is."""
    lists = BEFORE if batch.state == State.CHECKED else AFTER
    counts = batch.rows.aggregate(
        **{name: Count("pk", filter=condition) for name, (_title, condition) in lists.items()}
    )
    shown = shown if shown in lists else next((n for n in lists if counts[n]), "")
    tabs = [
        Tab(name, str(title), counts[name], name == shown)
        for name, (title, _condition) in lists.items()
        if counts[name] or name == shown
    ]
    found = _page(batch, lists[shown][1], page) if shown else None
    return {
        "batch": batch,
        "facts": _facts(batch),
        "state": state_tag(batch),
        "sums": sums_text(batch),
        "tabs": tabs,
        "shown": shown,
        "has_problems": shown in PROBLEM_LISTS,
        "rows": found,
        "lines": _lines(found, shown) if found else [],
        "sending": _sending(batch) if batch.state == State.CHECKED else [],
        "progress": progress_of(batch) if batch.started_at else None,
        "has_result": batch.started_at is not None,
    }


def _facts(batch: LinkBatch) -> list[tuple[str, str]]:
    by, at = batch.uploaded_by, display.moment_text(batch.created_at)
    facts = [
        (_("Merchant"), str(batch.merchant)),
        (_("File"), f"{batch.file_name} ({written_as(batch)})"),
        (_("Rows in the file"), str(batch.file_row_count)),
        (_("Uploaded"), f"{at}, {by}" if by else at),
    ]
    if batch.started_at:
        started = display.moment_text(batch.started_at)
        facts.append(
            (_("Started"), f"{started}, {batch.started_by}" if batch.started_by else started)
        )
        facts.append((_("Sent by"), SENT_BY[tuple(batch.channels)]()))
    return facts


ENCODINGS = {"cp1252": "Windows-1252"}
SENT_BY = {
    (): lambda: _("Not sent"),
    ("sms",): lambda: _("SMS"),
    ("email",): lambda: _("E-mail"),
    ("sms", "email"): lambda: _("SMS and e-mail"),
}


def written_as(batch: LinkBatch) -> str:
    """Format, encoding and delimiter of the file: "CSV, ;, utf-8"."""
    if batch.kind == LinkBatch.Kind.XLSX:
        return "Excel"
    marks = {";": _("semicolon"), ",": _("comma"), "\t": _("tab")}
    encoding = ENCODINGS.get(batch.encoding, batch.encoding.upper())
    parts = ("CSV", marks.get(batch.delimiter, batch.delimiter), encoding)
    return ", ".join(part for part in parts if part)


def _sending(batch: LinkBatch) -> list[tuple[str, str, str]]:
    """The ways to send: value, label, and how many of the links can be sent so."""
    wanted = LinkBatchRow.objects.wanted(batch)
    counts = wanted.aggregate(
        all=Count("pk"),
        sms=Count("pk", filter=Q(has_mobile=True)),
        email=Count("pk", filter=Q(has_email=True)),
        both=Count("pk", filter=Q(has_mobile=True) | Q(has_email=True)),
    )
    reached = _("%(count)d of %(all)d can be reached.")
    told = {way: reached % {"count": counts[way], "all": counts["all"]} for way in counts}
    return [
        ("none", _("Do not send"), _("The file with the links has their addresses.")),
        ("sms", _("SMS"), told["sms"]),
        ("email", _("E-mail"), told["email"]),
        ("both", _("SMS and e-mail"), told["both"]),
    ]


def _page(batch: LinkBatch, condition: Q, number: str) -> Page[LinkBatchRow]:
    rows: QuerySet[LinkBatchRow] = batch.rows.filter(condition).order_by("first_row")
    return AnyPaginator(rows.select_related("batch"), ROWS_SHOWN).get_page(number)


def _lines(rows: Iterable[LinkBatchRow], shown: str) -> list[Line]:
    return [
        Line(
            row=row,
            amount=display.amount_text(row.total_amount, row.currency) if row.total_amount else "",
            address=_address(row),
            problems=list(problems_of(row)) if shown in PROBLEM_LISTS else [],
            state=row_state_text(row),
            remark=" ".join(refusal_texts(row)) or failure_text(row),
        )
        for row in rows
    ]


def _address(row: LinkBatchRow) -> str:
    """The page of the row's link, when it has one."""
    if row.state != RowState.DONE:
        return ""
    return display.change_url("payment_links.paymentlink", row.pk)
