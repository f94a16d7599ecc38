"""The visits to the counters of one shop. Decides nothing."""

from functools import cached_property

from colugo.checkout.sales.closing import Closing
from colugo.checkout.shop_payments import ShopPayments
from colugo.checkout.shop_scenes import ShopScenes
from colugo.checkout.visit import Eyes, Keeping, SettlingUp, Visits, Watcher
from colugo.shop.visit import Rules


class ShopVisits(ShopPayments, ShopScenes):
    """The visits of one shop; a part of `Shop`."""

    @cached_property
    def visits(self) -> Visits:
        """What goes on at the counters; what it remembers of cameras lasts as long as the shop."""
        chosen = self.settings
        rules = Rules(
            frame_max_age_s=chosen.visit_frame_max_age_s,
            camera_lost_s=chosen.visit_camera_lost_s,
            camera_frozen_s=chosen.visit_camera_frozen_s,
            votes=chosen.visit_votes,
            overlap=chosen.visit_overlap,
            paid_show_s=chosen.visit_paid_show_s,
            abandoned_s=chosen.visit_abandoned_s,
        )
        keeping = Keeping(self.database, rules)
        eyes = Eyes(
            lambda image, store_id: self.recognise(image, store_id=store_id).verdicts,
            Watcher(), self.limits, chosen.visit_motion_share, chosen.visit_hand_wait_s,
        )  # fmt: skip
        return Visits(
            keeping, SettlingUp(keeping, Closing(self.database), self.collecting), eyes,
            in_store=self.in_store_patterns, public_url=chosen.public_url,
        )  # fmt: skip
