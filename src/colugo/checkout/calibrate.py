"""Keeps the thresholds of a gallery: fitted after enrolling, kept in the database, read by all."""

from colugo.checkout.live_gallery import LiveGallery
from colugo.gallery import Thresholds, fit_thresholds, leave_one_out
from colugo.persistence import Database
from colugo.settings import Settings

# For a gallery that says too little of itself: one photo a product, or very few photos.
# Source: the default embedder on the kept-out grocery photos, docs/measured.md.
FALLBACK = Thresholds(known_similarity=0.60, known_margin=0.12, unknown_similarity=0.45)

# A gallery that grew or shrank by less than this since has the same thresholds, nearly.
_DRIFT_SHARE = 0.05


def current_thresholds(database: Database, model_id: str) -> Thresholds:
    """The thresholds of the gallery: those kept last, or the fallback."""
    with database.reading() as work:
        kept = work.calibrations.find(model_id)
    return FALLBACK if kept is None else Thresholds.from_facts(kept.facts["thresholds"])


def recalibrate(
    database: Database,
    gallery: LiveGallery,
    model_id: str,
    settings: Settings,
    *,
    anyway: bool = False,
) -> None:
    """Fit the thresholds anew where the gallery has changed enough to matter, or `anyway`.

    Asks at most 2,000 photos about the others, so it takes about a second with 100,000.
    """
    photos = len(gallery.index)
    with database.reading() as work:
        kept = work.calibrations.find(model_id)
        then = 0 if kept is None else int(kept.facts["gallery_photos"])
        if not anyway and abs(photos - then) <= _DRIFT_SHARE * then:
            return
        stored = work.photos.load_embeddings(model_id)
        seq = work.changes.latest()
    asked = leave_one_out(stored.vectors, stored.product_ids)
    fitted = fit_thresholds(asked, FALLBACK, wrong_share=settings.wrong_share)
    with database.transaction() as work:
        facts = {"thresholds": fitted.facts(), "gallery_photos": photos}
        work.calibrations.save(model_id, seq, facts)
