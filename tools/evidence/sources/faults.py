"""What can go wrong on the way, told apart: what passes, what stays, and what came instead of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from evidence.sources.errors import BadAnswerError, NotAnsweredError


class PassingFaultError(Exception):
    """Something that may be better in a moment.

    Attributes:
        wait: Seconds that the service asked to wait, or 0 when it did not say.
        for_all: Whether the service has too much of us, so that every call should wait.
    """

    def __init__(self, what: str, wait: float = 0.0, *, for_all: bool = False) -> None:
        super().__init__(what)
        self.wait = wait
        self.for_all = for_all or wait > 0


_LOOK_AT = "Look at the connection to the internet, the proxy and the service's address in the settings."


@contextmanager
def one_kind_of_error(name: str, about: str, advice: str = _LOOK_AT) -> Iterator[None]:
    """Turn what the client raises into a passing fault, or into an error of ours.

    Raises:
        PassingFaultError: It may be better in a moment.
        NotAnsweredError: The service cannot be reached.
        BadAnswerError: The answer cannot be unpacked.
    """
    try:
        yield
    except httpx2.TimeoutException as error:
        raise PassingFaultError("did not answer in time") from error
    except (httpx2.ReadError, httpx2.WriteError, httpx2.CloseError, httpx2.RemoteProtocolError) as error:
        raise PassingFaultError("cut the connection") from error
    except httpx2.DecodingError as error:
        raise bad(name, about, "something that cannot be unpacked") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise NotAnsweredError(f"Could not check {about}: {name} cannot be reached. {advice}") from error


def stopped() -> NotAnsweredError:
    """Return the error of a call that was under way or waiting when all was closed."""
    return NotAnsweredError("Stopped before every service was asked: run it again, what was answered is kept.")


def redirected(request: httpx2.Request, following: httpx2.Request, name: str, about: str) -> httpx2.Request:
    """Return the request that a redirect leads to.

    Raises:
        BadAnswerError: It leads from https to something less safe, or out of the web.
    """
    downgraded = request.url.scheme == "https" and following.url.scheme != "https"
    if downgraded or following.url.scheme not in {"http", "https"}:
        raise bad(name, about, "a redirect to an address that is not safe")
    return following


def bad(name: str, about: str, what: str) -> BadAnswerError:
    """Return the error of an answer that is none."""
    return BadAnswerError(
        f"{name} answered about {about} with {what}: run it again later; if it stays so, a proxy or a sign-in page may "
        "stand in between."
    )
