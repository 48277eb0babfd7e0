"""A strict reader of SIE 4I, written from the format's description and not from our writer.

Source: SIE-Gruppen, SIE filformat, edition 4B. It refuses what ledgers refuse: unknown labels,
labels out of order, control characters, vouchers that do not balance.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

IDENTIFICATION = [
    "FLAGGA",
    "PROGRAM",
    "FORMAT",
    "GEN",
    "SIETYP",
    "PROSA",
    "ORGNR",
    "FNAMN",
    "RAR",
    "KPTYP",
    "VALUTA",
]
MANDATORY = {"FLAGGA", "PROGRAM", "FORMAT", "GEN", "SIETYP", "FNAMN"}
FIELD = re.compile(r'\s+(?:"((?:[^"\\]|\\")*)"|\{([^}]*)\}|([^\s"{}]+))')
AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]{1,2})?")
DAY = re.compile(r"[0-9]{8}")


@dataclass
class ReadVoucher:
    """series, number, day, text; rows: (account, amount, text)."""

    series: str
    number: str
    day: str
    text: str
    rows: list[tuple[str, Decimal, str]] = field(default_factory=list)


@dataclass
class SieFile:
    """What a file says. labels: those of the identification, in order, with their fields."""

    labels: list[tuple[str, list[str]]] = field(default_factory=list)
    accounts: dict[str, str] = field(default_factory=dict)
    vouchers: list[ReadVoucher] = field(default_factory=list)

    def first(self, label: str) -> list[str]:
        return next(fields for name, fields in self.labels if name == label)

    @property
    def balances(self) -> dict[str, Decimal]:
        """What each account adds up to."""
        sums: dict[str, Decimal] = {}
        for voucher in self.vouchers:
            for account, amount, _ in voucher.rows:
                sums[account] = sums.get(account, Decimal(0)) + amount
        return sums


def read_sie(content: bytes) -> SieFile:
    """The file; raises AssertionError where a ledger would refuse it."""
    lines = content.decode("cp437").replace("\r\n", "\n").split("\n")
    assert lines.pop() == "", "the last line has no end"
    assert not re.search(r"[\x00-\x1f\x7f]", "".join(lines)), "control character"
    file = SieFile()
    remaining = iter(lines)
    for line in remaining:
        label, fields = _split(line)
        if label == "VER":
            file.vouchers.append(_voucher(fields, remaining))
        elif label == "KONTO":
            assert not file.vouchers, "account after vouchers"
            account, name = fields
            assert account.isdecimal()
            assert account not in file.accounts
            file.accounts[account] = name
        else:
            assert label in IDENTIFICATION, f"label {label}"
            assert not file.accounts, "identification after accounts"
            file.labels.append((label, fields))
    assert file.labels[0] == ("FLAGGA", ["0"])
    assert {label for label, _ in file.labels} >= MANDATORY
    assert file.balances.keys() <= file.accounts.keys()
    return file


def _voucher(fields: list[str], lines: Iterator[str]) -> ReadVoucher:
    series, number, day, text, registered = fields
    assert DAY.fullmatch(day)
    assert DAY.fullmatch(registered)
    voucher = ReadVoucher(series, number, day, text)
    assert next(lines) == "{"
    for line in lines:
        if line == "}":
            break
        label, (account, objects, amount, *more) = _split(line)
        assert (label, objects) == ("TRANS", "")
        assert AMOUNT.fullmatch(amount), amount
        text = more[1] if len(more) > 1 else ""
        voucher.rows.append((account, Decimal(amount), text))
    assert sum(amount for _, amount, _ in voucher.rows) == 0
    return voucher


def _split(line: str) -> tuple[str, list[str]]:
    label = re.match(r"#([A-Z]+)", line)
    assert label, line
    fields, position = [], label.end()
    while position < len(line):
        found = FIELD.match(line, position)
        assert found, line[position:]
        quoted, objects, plain = found.groups()
        value = quoted.replace('\\"', '"') if quoted is not None else objects
        fields.append(plain if value is None else value)
        position = found.end()
    return label[1], fields
