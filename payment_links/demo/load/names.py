"""Payers by the hundred thousand: names as varied as a country's, numbers that belong to nobody."""

import random
from dataclasses import dataclass

from payment_links.demo.people import FIRST_NAMES, LAST_NAMES, STREETS, mailbox_letters

# Two of these make most of the Swedish surnames that are not somebody's son.
BEGINNINGS = (  # noqa: SIM905 (a list of words reads best as a sentence)
    "Ahl Alm Asp Berg Björk Blom Brand Bäck Dal Ed Ek Eng Falk Fors Frid Glad Gran Grön Gyllen "
    "Hall Hav Hed Hjelm Holm Häll Kall Klint Kron Lager Lilje Lind Ljung Lund Löf Malm Mell Moss "
    "Norr Ny Näs Palm Rosen Rud Sand Sjö Skog Stål Sten Stjern Strand Sund Söder Thorn Väst Wall "
    "Wester Wik Zetter Åker Åström Ängs Öst"
).split()
ENDINGS = (  # noqa: SIM905
    "berg blad blom borg bäck dahl felt fors gren hage hammar holm hult kvist lid lund man mark "
    "nell näs qvist rot rup sjö skog stedt sten strand ström vall vik wall åker"
).split()
TRADES = (  # noqa: SIM905
    "Bygg El Måleri Redovisning Städ Trädgård Bil Konsult Design Transport Rör Data Foto Café"
).split()
# Commonest first: a few names are borne by many, most by few.
SHARE_OF_COMMON_SURNAMES = 0.35
SHARE_OF_DOUBLE_FIRST_NAMES = 0.2
SHARE_OF_COMPANIES = 0.06


@dataclass(frozen=True, slots=True)
class Payer:
    """One customer. company is empty for most; phone is in one of two spellings."""

    first_name: str
    last_name: str
    email: str
    phone: str
    company: str
    street_address: str


def make_payer(number: int, random_source: random.Random) -> Payer:
    """The payer of that number. E-mail and phone are theirs alone, the name may be others' too.

    The phone is longer than any that exists: it is refused when somebody wants to send an SMS.
    """
    first_name = random_source.choice(FIRST_NAMES)
    if random_source.random() < SHARE_OF_DOUBLE_FIRST_NAMES:
        first_name = f"{first_name} {random_source.choice(FIRST_NAMES)}"
    last_name = _surname(random_source)
    is_company = random_source.random() < SHARE_OF_COMPANIES
    return Payer(
        first_name=first_name,
        last_name=last_name,
        email=f"{_mailbox(first_name)}.{_mailbox(last_name)}{number}@example.com",
        phone=_phone(number),
        company=f"{last_name}s {random_source.choice(TRADES)} AB" if is_company else "",
        street_address=f"{random_source.choice(STREETS)} {random_source.randint(1, 99)}",
    )


def _surname(random_source: random.Random) -> str:
    if random_source.random() < SHARE_OF_COMMON_SURNAMES:
        return LAST_NAMES[int(len(LAST_NAMES) * random_source.random() ** 2)]
    return random_source.choice(BEGINNINGS) + random_source.choice(ENDINGS)


def _phone(number: int) -> str:
    return f"{'+4670' if number % 2 else '070'}174{number:07d}"


def _mailbox(name: str) -> str:
    return ".".join(mailbox_letters(word) for word in name.split())
