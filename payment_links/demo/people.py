"""The payers of the demo: common Swedish names, numbers and addresses that belong to nobody."""

import random
import unicodedata
from dataclasses import dataclass

FIRST_NAMES = (  # noqa: SIM905 (a list of words reads best as a sentence)
    "Anna Eva Maria Karin Sara Emma Lena Kerstin Ingrid Elin Ulla Malin Johanna Linnéa Märta "
    "Åsa Wilma Alva Ebba Saga Lars Erik Karl Anders Johan Per Nils Mikael Lennart Gustav "
    "Björn Göran Åke Östen Oskar Elias Hugo Amir Fatima Leila Mehmet Zofia"
).split()
LAST_NAMES = (  # noqa: SIM905 (a list of words reads best as a sentence)
    "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson "
    "Pettersson Jonsson Jansson Lindström Lindqvist Lindgren Berg Axelsson Bergström Lundberg "
    "Lind Lundgren Mattsson Berglund Fredriksson Sandberg Forsberg Sjöberg Wallin Engström "
    "Eklund Danielsson Håkansson Björk Öberg Åkesson Nyström Holm Hassan Yılmaz Kowalska"
).split()
STREETS = (  # noqa: SIM905 (a list of words reads best as a sentence)
    "Storgatan Kungsgatan Drottninggatan Nygatan Skolgatan Ringvägen Björkvägen Parkgatan "
    "Järnvägsgatan Kyrkogatan Tallvägen Ängsvägen Östergatan Hantverkargatan"
).split()
# The Swedish numbers 070-174 06 05 to 06 99 are set aside for fiction.
FICTION_NUMBERS = range(605, 700)
# The sandbox's magic values: this SMS never arrives, mail to bounce@ comes back.
UNREACHABLE_PHONE = "+46700000009"
BOUNCING_EMAIL = "bounce@example.com"


@dataclass(frozen=True, slots=True)
class Person:
    """One payer. phone: as people write it, in one of several spellings."""

    first_name: str
    last_name: str
    email: str
    phone: str
    street_address: str
    zip: str
    city: str


def make_person(random_source: random.Random, places: tuple[tuple[str, str], ...]) -> Person:
    """A payer who lives in one of the places, given as (postal code, city)."""
    first_name = random_source.choice(FIRST_NAMES)
    last_name = random_source.choice(LAST_NAMES)
    zip_code, city = random_source.choice(places)
    return Person(
        first_name=first_name,
        last_name=last_name,
        email=f"{mailbox_letters(first_name)}.{mailbox_letters(last_name)}@example.com",
        phone=_phone(random_source),
        street_address=f"{random_source.choice(STREETS)} {random_source.randint(1, 88)}",
        zip=zip_code,
        city=city,
    )


def _phone(random_source: random.Random) -> str:
    last = f"{random_source.choice(FICTION_NUMBERS):04d}"
    spelling = random_source.choice(("070-174 {} {}", "070174{}{}", "+46 70 174 {} {}"))
    return spelling.format(last[:2], last[2:])


def mailbox_letters(name: str) -> str:
    """A name as mailboxes have it: small letters of ASCII, without marks."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ı", "i").replace("ø", "o"))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())
