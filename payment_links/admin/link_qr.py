"""The QR code of a link: whoever scans it comes to the payer's page."""

from io import BytesIO

import segno

from payment_links.models import PaymentLink

CONTENT_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
# Modules around the code (ISO/IEC 18004 wants four) and dots per module of the PNG.
BORDER = 4
PNG_SCALE = 12
# A longer address fits only into a code that forgives less.
SHORT = 300


def draw_qr_code(link: PaymentLink, file_format: str) -> bytes:
    """The code of the payer's address as "png" or "svg"; a quarter of it may be dirty."""
    code = segno.make_qr(link.checkout_url, error="q" if len(link.checkout_url) < SHORT else "l")
    drawn = BytesIO()
    if file_format == "svg":
        code.save(drawn, kind="svg", border=BORDER, light="white", omitsize=True)
    else:
        code.save(drawn, kind="png", border=BORDER, scale=PNG_SCALE)
    return drawn.getvalue()
