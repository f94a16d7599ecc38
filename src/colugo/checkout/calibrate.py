"""Keeps what a gallery says of itself: fitted after enrolling, kept for every process."""

from colugo.checkout.live_gallery import LiveGallery
from colugo.gallery import Confidence, fit_confidence, leave_one_out
from colugo.persistence import Database

# The rule of the default embedder, for products that it was never trained on.
# Source: `benchmarks/fit_confidence.py`, docs/measured.md.
RULE = Confidence(weights=(0.0, 12.87, 6.09), bias=-1.34, background=0.45, unknown_similarity=0.45)

# A gallery that grew or shrank by less than this since says the same, nearly.
_DRIFT_SHARE = 0.05
_FITTED = "confidence"


def current_confidence(database: Database, model_id: str) -> Confidence:
    """The rule of the gallery: what was fitted last, or that of the embedder."""
    with database.reading() as work:
        kept = work.calibrations.find(model_id)
    if kept is None or _FITTED not in kept.facts:  # what an older Colugo fitted is another rule
        return RULE
    return Confidence.from_facts(kept.facts[_FITTED])


def recalibrate(
    database: Database,
    gallery: LiveGallery,
    model_id: str,
    *,
    anyway: bool = False,
) -> None:
    """Fit the rule anew where the gallery has changed enough to matter, or `anyway`.

    Asks at most 2,000 photos about the others, so it takes about a second with 100,000.
    """
    photos = len(gallery.index)
    with database.reading() as work:
        kept = work.calibrations.find(model_id)
        is_ours = kept is not None and _FITTED in kept.facts
        then = int(kept.facts["gallery_photos"]) if kept is not None and is_ours else 0
        if not anyway and abs(photos - then) <= _DRIFT_SHARE * then:
            return
        stored = work.photos.load_embeddings(model_id)
        seq = work.changes.latest()
    asked = leave_one_out(stored.vectors, stored.product_ids)
    fitted = fit_confidence(asked, RULE)
    with database.transaction() as work:
        facts = {_FITTED: fitted.facts(), "gallery_photos": photos}
        work.calibrations.save(model_id, seq, facts)
