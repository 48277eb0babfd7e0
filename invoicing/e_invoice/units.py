"""Units of lines as codes of UN/ECE Recommendation 20, which EN 16931 demands (BT-130)."""

# Each code with what people write for it in Swedish, English, Norwegian, Danish and Finnish.
WRITTEN = {
    "C62": "st styck pcs pc piece pieces stk kpl enhet unit",
    "HUR": "h tim timme timmar hour hours hr hrs time timer tunti tuntia",
    "MIN": "min minut minuter minute minutes minutt minutter minutti",
    "DAY": "dag dagar day days dager dage dygn pv päivä",
    "WEE": "vecka veckor week weeks uke uker uge uger viikko",
    "MON": "mån månad månader month months måned måneder kk kuukausi",
    "ANN": "år year years vuosi",
    "KGM": "kg kilo kilogram",
    "GRM": "g gram",
    "HGM": "hg hekto",
    "TNE": "ton tonne tonnes tonn",
    "LTR": "l liter litre litres litra",
    "DLT": "dl",
    "CLT": "cl",
    "MLT": "ml",
    "MTR": "m meter metre metres metri",
    "CMT": "cm",
    "MMT": "mm",
    "KMT": "km kilometer",
    "MTK": "m2 m² kvm kvadratmeter",
    "MTQ": "m3 m³ kbm kubikmeter",
    "KWH": "kwh",
    "NPR": "par pair pairs",
    "XPK": "förp förpackning pack packs paket pkt pakke paketti",
    "XBX": "box kartong låda",
    "SET": "set sats sett sæt",
    "E48": "tjänst service",
    "LS": "klump engångsbelopp",
}
CODES = {unit: code for code, units in WRITTEN.items() for unit in units.split()}
ONE = "C62"


def unit_code(unit: str) -> str:
    """HUR for "tim."; C62, one piece, for units that are not known."""
    return CODES.get(unit.strip().rstrip(".").lower(), ONE)
