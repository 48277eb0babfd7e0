"""Status callbacks of the payments service: stored as hints and answered at once, nothing else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payment_links import clock
from payment_links.inbound.bodies import is_too_large, kept_body
from payment_links.models import InboundEvent, Payment


@csrf_exempt
@require_POST
def receive_payment_status(request: HttpRequest, callback_token: str) -> HttpResponse:
    """POST /inbound/payments/<token>: 204, whatever the body says; a job fetches the payment.

    The token alone tells which attempt is meant: an unknown one is 404. 413 above LARGEST_BODY.
    """
    if is_too_large(request):
        return HttpResponse(status=413)
    payment = Payment.objects.filter(callback_token=callback_token).only("pk").first()
    if payment is None:
        raise Http404
    now = clock.now()
    InboundEvent.objects.create(
        source=InboundEvent.Source.PAYMENT_STATUS,
        payment=payment,
        body=kept_body(request.body),
        received_at=now,
        not_before=now,
    )
    return HttpResponse(status=204)
