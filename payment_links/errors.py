"""The base of every refusal that the API may show, and its two shapes."""

from dataclasses import dataclass


class DomainError(Exception):
    """A rule of the product says no.

    Subclasses stand beside the function that raises them and set `code` (API contract §1.4),
    `http_status` (403 a rule refuses, 422 a value is wrong, 404, 409, 429, 502) and a default
    `description`. `property` is the dotted path of the value at fault, or empty.

    facts: what fills the %(name)s of the description. The sentence with its places open is kept as
    `template`, by which people who read another language than the API's find it translated.
    """

    code = "operation_forbidden"
    http_status = 403
    description = "The operation is not allowed."
    property = ""

    def __init__(self, description: str = "", *, property: str = "", **facts: object) -> None:
        self.template = description or self.description
        self.facts = facts
        self.description = self.template % facts if facts else self.template
        self.property = property or self.property
        super().__init__(self.description)


class CustomerErasedError(DomainError):
    """Nobody is asked to pay, or written to, whose personal data are erased."""

    code = "customer_erased"
    description = "The customer's personal data are erased."


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault of a request's body: error code, human description, dotted path of the value."""

    error: str
    description: str
    property: str


class InvalidInputError(DomainError):
    """One or more values are wrong: 422 with every fault found."""

    code = "invalid_value"
    http_status = 422
    description = "The request is not valid."

    def __init__(self, errors: list[FieldError]) -> None:
        self.errors = errors
        super().__init__(errors[0].description, property=errors[0].property)
        self.code = errors[0].error
