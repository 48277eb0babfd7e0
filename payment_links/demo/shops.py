"""The merchants of the demo and what they sell."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from payment_links.new_link import DEFAULT_UNIT

SANDBOX_TENANT_ID = UUID("55555555-5555-5555-5555-555555555555")
LIVE_TENANT_ID = UUID("66666666-6666-4666-8666-666666666666")
SWISH: dict[str, Any] = {
    "provider": "swish",
    "method": "m_commerce",
    "parameters": {"swish_message": "Tack för din betalning"},
}
CARD: dict[str, Any] = {"provider": "payment_iq", "method": "card", "parameters": {}}
BANK: dict[str, Any] = {"provider": "open_payments", "method": "pis", "parameters": {}}
DUMMY: dict[str, Any] = {"provider": "dummy", "method": "dummy", "parameters": {}}


@dataclass(frozen=True, slots=True)
class Goods:
    """Something for sale. price: öre per unit, VAT included; vat: percent; most: units at once."""

    description: str
    price: int
    vat: str
    most: int = 1
    unit: str = DEFAULT_UNIT


@dataclass(frozen=True, slots=True)
class Shop:
    """A merchant, its goods and where its customers live. weight: its share of the links."""

    id: UUID
    tenant_id: UUID
    weight: int
    record: dict[str, Any]
    goods: tuple[Goods, ...]
    places: tuple[tuple[str, str], ...]
    methods: tuple[dict[str, Any], ...]


PIZZERIA = Shop(
    id=UUID("122da843-346e-4693-a7ef-985b8444156b"),
    tenant_id=SANDBOX_TENANT_ID,
    weight=50,
    record={
        "name": "Pizzeria Nygatan AB",
        "organization_number": "555555-5555",
        "vat_number": "SE555555555501",
        "is_approved_for_f_tax": True,
        "registered_office": "Örebro",
        "street_address": "Nygatan 15",
        "zip": "702 10",
        "city": "Örebro",
        "email": "kontakt@pizzerianygatan.example",
        "phone": "019-12 34 56",
        "website": "pizzerianygatan.example",
        "bankgiro": "5050-1055",
        "sms_sender": "PizzaNygatn",
    },
    goods=(
        Goods("Hawaii Pizza", 11500, "12", most=4),
        Goods("Capricciosa", 11900, "12", most=4),
        Goods("Kebabpizza", 12900, "12", most=6),
        Goods("Vegetarisk lasagne", 12500, "12", most=3),
        Goods("Lunchkuponger, 10 st", 109500, "12"),
        Goods("Cateringbuffé per person", 18900, "12", most=30),
        Goods("Surdegsdeg, avhämtning", 4500, "6", most=4),
        Goods("Läsk 33 cl, avhämtning", 2200, "6", most=6),
        Goods("Husets vin, flaska", 34900, "25", most=3),
        Goods("Utkörning", 4900, "25"),
    ),
    places=(("702 10", "Örebro"), ("703 54", "Örebro"), ("691 31", "Karlskoga")),
    methods=(SWISH, CARD, DUMMY),
)
BICYCLE_WORKSHOP = Shop(
    id=UUID("3b0f2d5c-6a4e-4c1b-9d27-5f0c8a1e7b01"),
    tenant_id=SANDBOX_TENANT_ID,
    weight=30,
    record={
        "name": "Möllans Cykelverkstad AB",
        "organization_number": "559123-4561",
        "vat_number": "SE559123456101",
        "is_approved_for_f_tax": True,
        "registered_office": "Malmö",
        "street_address": "Bergsgatan 22",
        "zip": "214 22",
        "city": "Malmö",
        "email": "hej@mollanscykel.example",
        "phone": "040-98 76 54",
        "accent_color": "#1d5fb8",
        "website": "mollanscykel.example",
        "bankgiro": "433-8778",
        "sms_sender": "MollansCykl",
    },
    goods=(
        Goods("Service liten, cykel", 69500, "25"),
        Goods("Service stor, cykel", 129500, "25"),
        Goods("Arbetstid", 74000, "25", most=4, unit="tim"),
        Goods("Däck 28 tum", 34900, "25", most=2),
        Goods("Slang", 11900, "25", most=3),
        Goods("Kedja och kassett", 89900, "25"),
        Goods("Begagnad damcykel, renoverad", 249500, "25"),
        Goods("Cykelkartan Skåne (bok)", 19900, "6"),
    ),
    places=(("214 22", "Malmö"), ("217 45", "Malmö"), ("222 22", "Lund")),
    methods=(CARD, SWISH, BANK),
)
DANCE_SCHOOL = Shop(
    id=UUID("8d94c6a7-1f35-4e82-b0c9-2e6b7a903c02"),
    tenant_id=SANDBOX_TENANT_ID,
    weight=20,
    record={
        "name": "Dansskolan Piruett i Göteborg AB",
        "organization_number": "559204-8713",
        "vat_number": "SE559204871301",
        "is_approved_for_f_tax": True,
        "registered_office": "Göteborg",
        "street_address": "Linnégatan 41",
        "zip": "413 08",
        "city": "Göteborg",
        "email": "anmalan@piruett.example",
        "phone": "031-45 67 89",
        "accent_color": "#d6336c",
        "website": "piruett.example",
        "bankgiro": "902-0033",
        "sms_sender": "Piruett",
    },
    goods=(
        Goods("Barndans 5–7 år, höstterminen", 189500, "0"),
        Goods("Balett 8–12 år, höstterminen", 219500, "0"),
        Goods("Vuxenkurs jazzdans, 10 tillfällen", 245000, "25"),
        Goods("Klippkort 5 danspass", 87500, "25"),
        Goods("Biljett höstföreställning", 16000, "6", most=5),
        Goods("Balettskor", 32900, "25", most=2),
        Goods("Fika i pausen", 5500, "12", most=4),
    ),
    places=(("413 08", "Göteborg"), ("416 55", "Göteborg"), ("431 37", "Mölndal")),
    methods=(SWISH, CARD),
)
OUTDOOR_SHOP = Shop(
    id=UUID("66666666-6666-4666-8666-000000000001"),
    tenant_id=LIVE_TENANT_ID,
    weight=0,
    record={
        "name": "Fjällsport AB",
        "organization_number": "556036-0793",
        "vat_number": "SE556036079301",
        "is_approved_for_f_tax": True,
        "registered_office": "Östersund",
        "street_address": "Prästgatan 9",
        "zip": "831 31",
        "city": "Östersund",
        "email": "order@fjallsport.example",
        "phone": "063-11 22 33",
        "website": "fjallsport.example",
        "bankgiro": "5536-7742",
        "sms_sender": "Fjallsport",
    },
    goods=(
        Goods("Skidpaket, dagshyra", 45900, "25", most=4),
        Goods("Skalbyxa", 219500, "25"),
        Goods("Fjällkartan Jämtland (bok)", 17900, "6"),
    ),
    places=(("831 31", "Östersund"), ("837 52", "Åre")),
    methods=(CARD, SWISH),
)
SANDBOX_SHOPS = (PIZZERIA, BICYCLE_WORKSHOP, DANCE_SCHOOL)
SHOPS = (*SANDBOX_SHOPS, OUTDOOR_SHOP)
