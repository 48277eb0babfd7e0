"""Answers of the Payments API: JSON bodies, and refusals in the shape both public clients read."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a request. property: dotted path of the field, empty when none."""

    error: str
    description: str
    property: str = ""


class RefusedError(Exception):
    """A request that is refused with an HTTP status and at least one problem."""

    def __init__(self, status: int, problems: list[Problem]) -> None:
        super().__init__(f"{status}: {problems[0].error}")
        self.status = status
        self.problems = problems


def refuse(status: int, error: str, description: str, *, field: str = "") -> RefusedError:
    """A refusal with a single problem, to be raised or answered."""
    return RefusedError(status, [Problem(error, description, field)])


def answer_error(refusal: RefusedError) -> HttpResponse:
    """The refusal as JSON: a list of problems, and the first one repeated as flat fields."""
    problems = [asdict(problem) for problem in refusal.problems]
    return JsonResponse({"errors": problems, **problems[0]}, status=refusal.status)


def answer_json(data: dict[str, Any] | list[Any]) -> HttpResponse:
    """200 with a JSON body."""
    return JsonResponse(data, safe=False)


def answer_empty() -> HttpResponse:
    """204: the change is made and there is nothing to say."""
    return HttpResponse(status=204)


def answer_not_found(request: HttpRequest) -> HttpResponse:
    """404 for every path the sandbox does not know, an empty id segment among them."""
    return answer_error(refuse(404, "not_found", "there is nothing at this address"))
