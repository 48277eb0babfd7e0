"""The accounts that entries are posted on: the BAS plan's, or those the merchant chose instead.

Source: BAS-kontogruppen, BAS 2024; the usual accounts of domain §9. Names stay Swedish in every
language, as they stand in the plan and in the files that accounting systems read.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from invoicing.models import BookAccount
from payment_links.models import Merchant
from payment_links.vat import VatTreatment

Role = BookAccount.Role


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its number and its name."""

    number: str
    name: str


# Other rates than the Swedish ones are those of other EU countries, declared in One Stop Shop.
BAS_ACCOUNTS = {
    Role.RECEIVABLES: Account("1510", "Kundfordringar"),
    Role.PAYMENT_SERVICE: Account("1580", "Fordringar för kontokort och kuponger"),
    Role.BANK: Account("1930", "Företagskonto"),
    Role.SALES_25: Account("3001", "Försäljning inom Sverige, 25 % moms"),
    Role.SALES_12: Account("3002", "Försäljning inom Sverige, 12 % moms"),
    Role.SALES_6: Account("3003", "Försäljning inom Sverige, 6 % moms"),
    Role.SALES_OTHER: Account("3106", "Försäljning till annat EU-land, momspliktig"),
    Role.SALES_VAT_FREE: Account("3004", "Försäljning inom Sverige, momsfri"),
    Role.SALES_REVERSE_CHARGE: Account("3231", "Försäljning, omvänd betalningsskyldighet"),
    Role.SALES_INTRA_EU: Account("3108", "Försäljning varor till annat EU-land, momsfri"),
    Role.SALES_EXPORT: Account("3105", "Försäljning varor till land utanför EU"),
    Role.VAT_25: Account("2611", "Utgående moms på försäljning inom Sverige, 25 %"),
    Role.VAT_12: Account("2621", "Utgående moms på försäljning inom Sverige, 12 %"),
    Role.VAT_6: Account("2631", "Utgående moms på försäljning inom Sverige, 6 %"),
    Role.VAT_OTHER: Account("2670", "Utgående moms på försäljning inom EU, OSS"),
}
SALES_ROLES = {
    VatTreatment.EXEMPT: Role.SALES_VAT_FREE,
    VatTreatment.REVERSE_CHARGE: Role.SALES_REVERSE_CHARGE,
    VatTreatment.INTRA_EU: Role.SALES_INTRA_EU,
    VatTreatment.EXPORT: Role.SALES_EXPORT,
    VatTreatment.OUTSIDE_SCOPE: Role.SALES_VAT_FREE,
}
TAXED_SALES_ROLES = {
    Decimal(25): Role.SALES_25,
    Decimal(12): Role.SALES_12,
    Decimal(6): Role.SALES_6,
    Decimal(0): Role.SALES_VAT_FREE,
}
VAT_ROLES = {Decimal(25): Role.VAT_25, Decimal(12): Role.VAT_12, Decimal(6): Role.VAT_6}


def accounts_of(merchant: Merchant) -> dict[Role, Account]:
    """The merchant's account for every role."""
    own = BookAccount.objects.filter(merchant=merchant).values_list("role", "number", "name")
    return BAS_ACCOUNTS | {Role(role): Account(number, name) for role, number, name in own}


def choose_accounts(merchant: Merchant, chosen: dict[Role, Account]) -> list[BookAccount]:
    """Use these accounts from now on, in every export; returns the rows that changed.

    Entries hold no accounts: what was exported before stays as it was taken away.
    """
    changed = []
    with transaction.atomic():
        present = accounts_of(merchant)
        for role, account in chosen.items():
            if present[role] == account:
                continue
            row, _is_new = BookAccount.objects.update_or_create(
                merchant=merchant,
                role=role,
                defaults={"number": account.number, "name": account.name},
            )
            changed.append(row)
    return changed


def sales_role(vat: Decimal, treatment: VatTreatment) -> Role:
    """What the net amount of a rate and treatment is posted as. vat: percent."""
    if treatment != VatTreatment.TAXED:
        return SALES_ROLES[treatment]
    return TAXED_SALES_ROLES.get(vat, Role.SALES_OTHER)


def vat_role(vat: Decimal) -> Role:
    """What the VAT of a rate is posted as. vat: percent."""
    return VAT_ROLES.get(vat, Role.VAT_OTHER)
