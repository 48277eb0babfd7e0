"""/api/v1/schema and /api/v1/docs."""

from functools import cache
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.utils.decorators import method_decorator
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import OpenApiResponse, OpenApiWebhook, extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from payment_links.api.schema import examples, shapes

JSON = JSONRenderer.media_type
DESCRIPTION = """\
Send payment links, get paid, invoice.

Amounts are integers in minor units, VAT included; rates are percent. Times are UTC. Dates are
accepted from 2000-01-01 to 2100-12-31. Bodies are JSON in UTF-8 of at most 1 MiB and 20 levels;
texts are trimmed and hold no control or bidirectional control characters.

Every refusal has the same shape: `errors` lists every fault, and the first one is repeated beside
it. All answers carry `X-Request-ID`. 405, 406, 413, 415 and 500 come in that shape too.
"""

status_callback = OpenApiWebhook(
    name="payment_link_status",
    decorator=extend_schema(
        operation_id="paymentLinkStatus",
        summary="A payment link changed its status",
        description="Posted to the link's payment_link_status_callback_url, signed as the "
        "Standard Webhooks specification says (webhook-id, webhook-timestamp, webhook-signature). "
        "Any 2xx within 10 seconds is delivery; everything else is tried again for three days.",
        tags=["webhooks"],
        # Written out: the generator has closed its list of named objects when it comes here.
        request={
            "application/json": {**shapes.STATUS_CALLBACK, "examples": [examples.STATUS_CALLBACK]}
        },
        responses={"2XX": OpenApiResponse(description="Delivered.")},
    ),
)


def add_ping(result: dict[str, Any], **_generation: Any) -> dict[str, Any]:
    """The one endpoint that is no view of the framework."""
    content = {"text/plain": {"schema": {"type": "string", "const": "pong"}}}
    result["paths"]["/api/v1/ping"] = {
        "get": {
            "operationId": "ping",
            "summary": "Ask whether the API answers",
            "tags": ["ping"],
            "security": [],
            "responses": {"200": {"description": "It does.", "content": content}},
        }
    }
    return result


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, made once per process."""
    texts = {
        "DESCRIPTION": DESCRIPTION,
        "SERVERS": [{"url": settings.PUBLIC_URL}],
        "WEBHOOKS": [f"{__name__}.status_callback"],
        "POSTPROCESSING_HOOKS": [f"{__name__}.add_ping"],
    }
    with patched_settings(texts):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


@extend_schema(exclude=True)
class SchemaView(APIView):
    """GET answers the OpenAPI document."""

    authentication_classes = ()
    permission_classes = ()
    http_method_names = ["get", "head"]

    def get(self, request: Request) -> Response:
        return Response(document())


# Swagger UI writes style elements; everything else it needs comes from our own host.
@method_decorator(csp_update({"style-src": ["'self'", "'unsafe-inline'"]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """GET shows the document as pages to read and try."""

    url_name = "api:schema"
    title = "Payment Links API"
    http_method_names = ["get", "head"]

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """As usual, but refusals are told as everywhere in the API and not as a page."""
        if response.exception:
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSON
        return super().finalize_response(request, response, *args, **kwargs)
