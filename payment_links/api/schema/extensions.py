"""What the schema generator must be told of our fields, shapes and credentials."""

from typing import Any

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)

from payment_links.api.schema.shapes import Schema


class StrictFieldExtension(OpenApiSerializerFieldExtension):
    """A request field describes its values itself."""

    target_class = "payment_links.api.fields.StrictField"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        schema: Schema = dict(self.target.schema)
        return schema


class ShapeExtension(OpenApiSerializerExtension):
    """A shape is its schema."""

    target_class = "payment_links.api.schema.shapes.Shape"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Schema:
        return {**self.target.schema, "description": self.target.__doc__}


class TenantExtension(OpenApiAuthenticationExtension):
    """The two headers of a tenant; sandbox tenants need the first one only."""

    target_class = "payment_links.api.authentication.TenantAuthentication"
    name = ["tenant", "api_secret"]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[Any]]]:
        return [{"tenant": [], "api_secret": []}, {"tenant": []}]

    def get_security_definition(self, auto_schema: Any) -> list[Schema]:
        return [
            {
                "type": "apiKey",
                "in": "header",
                "name": "tenant_id",
                "description": "The tenant's id. Proxies that drop headers with underscores: "
                "send tenant-id.",
            },
            {
                "type": "apiKey",
                "in": "header",
                "name": "x-api-secret",
                "description": "Required of live tenants, optional in the sandbox.",
            },
        ]


class CheckoutTokenExtension(OpenApiAuthenticationExtension):
    """The payer's key to one link."""

    target_class = "payment_links.api.authentication.CheckoutTokenAuthentication"
    name = "checkout_token"

    def get_security_definition(self, auto_schema: Any) -> Schema:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "The last part of the link's own checkout_url.",
        }
