"""How long a frame takes from the camera to the list on the screen of a counter.

`python benchmarks/bench_kiosk.py`: the real service with the default models and the page in a
headless Chromium, both on this machine. Scenes are laid under a drawn camera in turn.
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import Any

from kiosk_stage import drawn_scenes, lay, stage

_SIZE_WH = (1024, 600)
# When a frame whose answer changed the list was taken, and when goods were laid down, up to
# the moment that the list is painted.
_WATCH = """
() => {
  window.frames_ms = [];
  window.laid_ms = [];
  const send = window.fetch;
  let takenAt = 0;
  window.fetch = async (path, options) => {
    const isFrame = String(path).endsWith("/frames");
    const began = performance.now();
    const answer = await send(path, options);
    if (isFrame) takenAt = began;
    return answer;
  };
  const total = () => document.querySelector("#total")?.innerText ?? "";
  let shown = total();
  new MutationObserver(() => {
    if (total() === shown) return;
    shown = total();
    if (!shown) return;
    requestAnimationFrame(() => {
      frames_ms.push(performance.now() - takenAt);
      laid_ms.push(performance.now() - laidAt);
    });
  }).observe(document.getElementById("side"), { childList: true, subtree: true });
}
"""


def main() -> None:
    """Measure and print one row of docs/measured.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lists", type=int, default=20, help="lists to wait for")
    wanted = parser.parse_args().lists
    scenes = drawn_scenes()
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder) / "shop") as counter:
        page = counter.page(_SIZE_WH, "en")
        page.evaluate(_WATCH)
        while _count(page) < wanted:
            for name in ("known", "empty"):
                lay(page, scenes[name])
                page.wait_for_timeout(2500)
        frames, laid = page.evaluate("[frames_ms, laid_ms]")
    for name, times in (("frame to list", frames), ("goods down to list", laid)):
        worst = sorted(times)[int(0.95 * (len(times) - 1))]
        print(
            f"{name}: median {statistics.median(times):.0f} ms, p95 {worst:.0f} ms of {len(times)}"
        )


def _count(page: Any) -> int:
    count: int = page.evaluate("frames_ms.length")
    return count


if __name__ == "__main__":
    main()
