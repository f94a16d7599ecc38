"""What a shop loads when it first needs it: two networks, and the gallery. Decides nothing."""

from functools import cached_property

from colugo.checkout.live_gallery import LiveGallery
from colugo.checkout.photo_looks import PhotoLooks
from colugo.checkout.scene_queue import SceneQueue
from colugo.checkout.watch import Unwatched, Watch
from colugo.persistence import Database
from colugo.settings import Settings
from colugo.vision import (
    DecodeLimits,
    Detector,
    Embedder,
    EngineOptions,
    default_detector,
    default_embedder,
)


class Loaded:
    """The parts of a shop that take time to load, each loaded once and kept."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.watch: Watch = Unwatched()
        self.scene_queue = SceneQueue(
            at_once=settings.scenes_at_once,
            waiting=settings.scenes_waiting,
            patience_s=settings.scene_patience_s,
        )

    @cached_property
    def detector(self) -> Detector:
        """The network that finds products."""
        if self.settings.detector_model is not None:
            return Detector.open(self.settings.detector_model, self._engine)
        return default_detector(self._engine)

    @cached_property
    def embedder(self) -> Embedder:
        """The network that tells products apart."""
        if self.settings.embedder_model is not None:
            return Embedder.open(self.settings.embedder_model, self._engine)
        return default_embedder(self._engine)

    @cached_property
    def gallery(self) -> LiveGallery:
        """The gallery in memory."""
        model_id, dim = self.embedder.model_id, self.embedder.dim
        return LiveGallery(self.database, self.settings, model_id=model_id, dim=dim)

    @cached_property
    def looks(self) -> PhotoLooks:
        """What the photos look like closely, for second looks."""
        return PhotoLooks(self.database, lambda: self.detector, self.limits)

    @property
    def is_loaded(self) -> bool:
        """Whether the networks and the gallery are in memory already; loads nothing."""
        return {"detector", "gallery"} <= vars(self).keys()

    @property
    def limits(self) -> DecodeLimits:
        """What a picture may cost, by the settings."""
        return DecodeLimits(
            max_bytes=self.settings.photo_max_mb * 1_000_000,
            max_pixels=self.settings.photo_max_mpx * 1_000_000,
        )

    @property
    def _engine(self) -> EngineOptions:
        chosen = self.settings
        return EngineOptions(chosen.engine, chosen.threads, chosen.precision)
