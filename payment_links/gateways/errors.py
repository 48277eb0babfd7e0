"""What can go wrong outside: worth another try, or final."""


class GatewayError(Exception):
    """An outside service did not do what was asked."""


class GatewayUnavailable(GatewayError):
    """No answer, or one that says "later" (time-out, 5xx, 429): nobody knows, try again.

    accepted: whether the request may have reached the service all the same.
    """

    def __init__(self, message: str, *, accepted: bool = True) -> None:
        super().__init__(message)
        self.accepted = accepted


class GatewayRejected(GatewayError):
    """The service understood and refused; asking again changes nothing.

    code: the service's own error code, or empty. http_status: its status.
    """

    def __init__(self, message: str, *, code: str = "", http_status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.http_status = http_status
