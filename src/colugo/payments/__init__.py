"""Payment providers: who takes the money. Keeps no state, knows no card and no HTTP of ours."""

from colugo.payments.counter import CounterProvider
from colugo.payments.providers import FILE_NAME, load_providers

__all__ = ["FILE_NAME", "CounterProvider", "load_providers"]
