"""Turns what the packages of providers raise into errors of ours. Knows no provider."""

from collections.abc import Iterator
from contextlib import contextmanager

from colugo.errors import ColugoError, ProviderRefused, ProviderUnreachable


@contextmanager
def speaking(provider: str, away: tuple[type[Exception], ...]) -> Iterator[None]:
    """Call a package of a provider, which raises plain exceptions for the most part.

    Args:
        provider: its name.
        away: what the package raises where nobody answers.

    Raises:
        ProviderUnreachable: nobody answers. ProviderRefused: anything else went wrong.
    """
    try:
        yield
    except ColugoError:
        raise
    except away as error:
        raise ProviderUnreachable(provider, type(error).__name__) from error
    except Exception as error:
        raise ProviderRefused(provider, str(error)[:200] or type(error).__name__) from error
