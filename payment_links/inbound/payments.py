"""Status callbacks of the payments service: stored as hints and answered at once, nothing else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payment_links import clock
from payment_links.models import InboundEvent, Payment

LARGEST_BODY = 64 * 1024
KEPT_OF_BODY = 10 * 1024


@csrf_exempt
@require_POST
def receive_payment_status(request: HttpRequest, callback_token: str) -> HttpResponse:
    """POST /inbound/payments/<token>: 204, whatever the body says; a job fetches the payment.

    The token alone tells which attempt is meant: an unknown one is 404. 413 above LARGEST_BODY.
    """
    if _announced_length(request) > LARGEST_BODY:
        return HttpResponse(status=413)
    payment = Payment.objects.filter(callback_token=callback_token).only("pk").first()
    if payment is None:
        raise Http404
    now = clock.now()
    InboundEvent.objects.create(
        source=InboundEvent.Source.PAYMENT_STATUS,
        payment=payment,
        body=request.body[:KEPT_OF_BODY].decode(errors="replace").replace("\x00", "\ufffd"),
        received_at=now,
        not_before=now,
    )
    return HttpResponse(status=204)


def _announced_length(request: HttpRequest) -> int:
    """Content-Length; servers read no more than that of a body."""
    text = request.headers.get("Content-Length") or "0"
    return int(text) if text.isdigit() else LARGEST_BODY + 1
