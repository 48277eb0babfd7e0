"""From the rows of a file to the links they ask for, with everything that is wrong with them.

One row is one link with one line. Rows that follow each other with the same own reference are one
link with several lines; what stands in them about the customer must be the same or nothing. A row
that is equal to one before it in every cell is no further line but the beginning of a duplicate.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from payment_links.batches.cell_values import (
    AMOUNTS,
    InvalidCellError,
    read_amount,
    read_code,
    read_currency,
    read_date,
    read_email,
    read_locale,
    read_quantity,
    read_text,
    read_vat,
    split_name,
)
from payment_links.batches.columns import Mapping
from payment_links.batches.phones import ReadPhone, read_phone
from payment_links.batches.problems import Problem
from payment_links.batches.sheets import Cell, SheetRow
from payment_links.lateness import is_overdue
from payment_links.models import Merchant
from payment_links.new_link import NewItem, line_amounts
from payment_links.vat import PriceBasis
from payment_links.vat_rates import is_known_country, rates_on

ValueT = TypeVar("ValueT")
MOST_LINES = 500
FOUND_SHOWN = 80
FAR = timedelta(days=366)
LINE_COLUMNS = frozenset({"description", "price", "quantity", "vat"})
NAMES = (("first_name", 200), ("last_name", 200))
CODES = (("organization_number", 20), ("reference", 200))
ADDRESS = (("street_address", 200), ("zip", 20), ("city", 100))


@dataclass(slots=True)
class Draft:
    """A link that some rows ask for. asked: its values as JSON, complete when nothing is wrong.

    total_amount: minor units, VAT included; 0 while something is wrong. mobile: in E.164 form.
    """

    first_row: int
    last_row: int
    own_reference: str = ""
    currency: str = ""
    total_amount: int = 0
    mobile: str = ""
    asked: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        return any(problem.is_error for problem in self.problems)

    @property
    def name(self) -> str:
        customer = self.asked["customer"]
        return f"{customer['first_name']} {customer['last_name']}".strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """With what the rows are read. today: on the merchant's calendar."""

    merchant: Merchant
    mapping: Mapping
    price_basis: PriceBasis
    today: date


def read_drafts(rows: Iterable[SheetRow], reading: Reading) -> Iterator[Draft]:
    """The links that the rows ask for, in their order."""
    group: list[SheetRow] = []
    reference: Cell = ""
    for row in rows:
        own = _cell(row, reading.mapping, "own_reference")
        is_double = any(row.cells == before.cells for before in group)
        if group and (own == "" or own != reference or is_double):
            yield _draft(group, reading)
            group = []
        group.append(row)
        reference = own
    if group:
        yield _draft(group, reading)


class _RowReader:
    """Reads the cells of one row and keeps what is wrong with them."""

    def __init__(self, row: SheetRow, mapping: Mapping, problems: list[Problem]) -> None:
        self._row, self._mapping, self._problems = row, mapping, problems

    def read(
        self, name: str, reader: Callable[[Cell], ValueT], *, default: ValueT, needed: bool = False
    ) -> ValueT:
        """The value of a column; the default when the cell is blank or wrong."""
        cell = _cell(self._row, self._mapping, name)
        if cell == "":
            if needed:
                self.tell(name, "missing")
            return default
        try:
            return reader(cell)
        except InvalidCellError as error:
            self.tell(name, error.code, **error.more)
            return default

    def text(self, name: str, most: int, *, needed: bool = False, one_line: bool = True) -> str:
        return self.read(
            name,
            lambda cell: read_text(cell, most=most, one_line=one_line),
            default="",
            needed=needed,
        )

    def code(self, name: str, most: int) -> str:
        return self.read(name, lambda cell: read_code(cell, most=most), default="")

    def tell(self, name: str, code: str, **more: str) -> None:
        """Keep that something is wrong with a column, or with the row when name is empty."""
        found = str(_cell(self._row, self._mapping, name))[:FOUND_SHOWN]
        self._problems.append(Problem(self._row.number, name, found, code, more))


def _draft(group: list[SheetRow], reading: Reading) -> Draft:
    first, last = group[0], group[-1]
    draft = Draft(first.number, last.number)
    head = _RowReader(first, reading.mapping, draft.problems)
    draft.own_reference = head.code("own_reference", 200)
    draft.currency = head.read("currency", read_currency, default=reading.merchant.currency)
    _read_customer(draft, head, reading)
    _read_terms(draft, head, reading)
    if len(group) > MOST_LINES:
        head.tell("own_reference", "too_many_lines", most=str(MOST_LINES))
    lines = []
    for row in group[:MOST_LINES]:
        reader = _RowReader(row, reading.mapping, draft.problems)
        _refuse_differences(row, first, reader, reading.mapping)
        lines.append(_line(reader, draft.currency, reading))
    if not draft.is_wrong:
        _add_up(draft, lines, head, reading.price_basis)
    draft.asked["lines"] = [
        {
            "description": line.description,
            "price": line.price,
            "quantity": line.quantity,
            "vat": str(line.vat),
        }
        for line in lines
    ]
    return draft


def _read_customer(draft: Draft, row: _RowReader, reading: Reading) -> None:
    phone = row.read(
        "phone", lambda cell: read_phone(cell, reading.merchant.tenant), default=ReadPhone("")
    )
    if phone.is_completed:
        row.tell("phone", "completed_phone", phone=phone.text)
    email = row.read("email", read_email, default="")
    wrong = {problem.column for problem in draft.problems}
    if phone.text and not phone.mobile:
        row.tell("phone", "no_sms")
    if not phone.text and not email and not wrong & {"phone", "email"}:
        row.tell("", "no_contact")
    draft.mobile = phone.mobile
    customer = {"phone": phone.text, "email": email, **_names(row, reading.mapping)}
    customer["company_name"] = row.text("company_name", 200)
    customer |= {name: row.code(name, most) for name, most in CODES}
    draft.asked["customer"] = customer
    address = {name: row.text(name, most) for name, most in ADDRESS}
    draft.asked["address"] = address if any(address.values()) else None


def _names(row: _RowReader, mapping: Mapping) -> dict[str, str]:
    """First and last name, from columns of their own or from the whole name."""
    if "name" not in mapping:
        return {name: row.text(name, most, needed=True) for name, most in NAMES}
    given = {name: row.text(name, most) for name, most in NAMES if name in mapping}
    if len(given) == len(NAMES) and all(given.values()):
        return given
    first, last = row.read(
        "name",
        lambda cell: split_name(read_text(cell, most=400)),
        default=("", ""),
        needed=True,
    )
    return {"first_name": first, "last_name": last}


def _read_terms(draft: Draft, row: _RowReader, reading: Reading) -> None:
    due_date = row.read("due_date", read_date, default=None)
    if is_overdue(due_date, reading.today):
        row.tell("due_date", "past")
    elif due_date is not None and due_date > reading.today + FAR:
        row.tell("due_date", "far")
    draft.asked["due_date"] = due_date.isoformat() if due_date else ""
    draft.asked["locale"] = row.read("language", read_locale, default=reading.merchant.locale)
    draft.asked["buyer_reference"] = row.text("buyer_reference", 200)


def _line(row: _RowReader, currency: str, reading: Reading) -> NewItem:
    vat = row.read("vat", read_vat, default=Decimal(0), needed=True)
    country = reading.merchant.country
    if is_known_country(country) and vat not in rates_on(country, reading.today):
        row.tell("vat", "unusual_vat")
    return NewItem(
        description=row.text("description", 500, needed=True, one_line=False),
        price=row.read("price", lambda c: read_amount(c, currency), default=0, needed=True),
        quantity=row.read("quantity", read_quantity, default=1),
        vat=vat,
        merchant_id=reading.merchant.pk,
    )


def _refuse_differences(
    row: SheetRow, first: SheetRow, reader: _RowReader, mapping: Mapping
) -> None:
    """A further line of a link says nothing else of its customer and its terms."""
    if row is first:
        return
    for name in mapping.keys() - LINE_COLUMNS:
        cell = _cell(row, mapping, name)
        if cell not in {"", _cell(first, mapping, name)}:
            reader.tell(name, "differs", row=str(first.number))


def _add_up(draft: Draft, lines: list[NewItem], head: _RowReader, price_basis: PriceBasis) -> None:
    amounts = line_amounts(lines, price_basis)
    total = sum(amounts)
    if total <= 0 or any(amount not in AMOUNTS for amount in (*amounts, total)):
        head.tell("price", "not_payable")
        return
    draft.total_amount = total


def _cell(row: SheetRow, mapping: Mapping, name: str) -> Cell:
    position = mapping.get(name, -1)
    return row.cells[position] if 0 <= position < len(row.cells) else ""
