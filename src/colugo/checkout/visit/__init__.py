"""Visits to the counter: video in, priced lists out, paid exactly once."""

from colugo.checkout.visit.keeping import Keeping
from colugo.checkout.visit.settling_up import SettlingUp
from colugo.checkout.visit.view import VisitView
from colugo.checkout.visit.visits import Eyes, Recognise, Visits
from colugo.checkout.visit.watching import Watcher

__all__ = ["Eyes", "Keeping", "Recognise", "SettlingUp", "VisitView", "Visits", "Watcher"]
