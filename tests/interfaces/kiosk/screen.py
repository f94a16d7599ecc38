"""A page of a counter in a headless browser, with a camera that is drawn here."""

import json
from collections.abc import Mapping
from typing import Any

from tests.checkout.coloured_shop import Colour, Place

from .service import PASSWORD, Service

LEFT: Place = (40, 60, 180, 300)
MIDDLE: Place = (240, 60, 380, 300)
RIGHT: Place = (440, 60, 580, 300)
Patch = tuple[Colour, Place]
_WAIT_MS = 30_000  # a loaded machine is slow; what takes no time waits for nothing

_KEEP = """
for (const [name, text] of Object.entries(kept)) {
  localStorage.getItem(name) ?? localStorage.setItem(name, text);
}
"""
# A camera of 640 x 360 that shows `scene.patches` on white, until it is unplugged.
_CAMERA = """
(() => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 360];
  const draw = () => {
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, 640, 360);
    for (const [colour, [left, top, right, bottom]] of scene.patches) {
      pen.fillStyle = `rgb(${colour})`;
      pen.fillRect(left, top, right - left, bottom - top);
    }
  };
  window.scene = { patches: JSON.parse(sessionStorage.patches ?? "[]"), isThere: !kept.blind };
  setInterval(draw, 60);
  draw();
  navigator.mediaDevices.getUserMedia = async () => {
    if (!scene.isThere) throw new DOMException("unplugged", "NotFoundError");
    scene.stream = canvas.captureStream(15);
    return scene.stream;
  };
})();
"""
_PUT = "all => { scene.patches = all; sessionStorage.patches = JSON.stringify(all); }"
_UNPLUG = """
() => {
  scene.isThere = false;
  const [track] = scene.stream.getTracks();
  track.stop();
  track.dispatchEvent(new Event("ended"));
}
"""
_FETCH = """
async ([method, path, body]) => {
  const headers = { Authorization: `Bearer ${localStorage["colugo.token"]}` };
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, body, headers });
  return { status: answer.status, body: await answer.json() };
}
"""
_PANEL = "panel => (document.getElementById('side').dataset.panel ?? '').startsWith(panel)"


def draw_camera(context: Any) -> None:
    """Give the pages of a browser the drawn camera, and nothing that is kept."""
    context.add_init_script(f"const kept = {{}};{_CAMERA}")


class Screen:
    """What a shopper sees and touches; `complaints` is what the console said."""

    def __init__(
        self, context: Any, service: Service, counter: str, kept: Mapping[str, str], *,
        is_drawn: bool = True,
    ) -> None:  # fmt: skip
        self.context, self.counter, self.address = context, counter, service.address
        self.complaints: list[str] = []
        camera = _CAMERA if is_drawn else ""
        context.add_init_script(f"const kept = {json.dumps(dict(kept))};{_KEEP}{camera}")
        context.set_default_timeout(_WAIT_MS)
        self.page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{self.address}/kiosk/")

    def put(self, *patches: Patch) -> None:
        """Lay these under the camera, and nothing else."""
        self.page.evaluate(_PUT, list(patches))

    def unplug(self) -> None:
        """Pull the cable of the camera."""
        self.page.evaluate(_UNPLUG)

    def plug_in(self) -> None:
        self.page.evaluate("() => { scene.isThere = true; }")

    def waits_for(self, text: str) -> None:
        """Until a text is to be seen."""
        self.page.get_by_text(text).first.wait_for()

    def state(self, state: str) -> None:
        """Until the visit is in a state."""
        self.page.wait_for_function("s => document.body.dataset.state === s", arg=state)

    def panel(self, panel: str) -> None:
        """Until what stands beside the picture is of a kind."""
        self.page.wait_for_function(_PANEL, arg=panel)

    def touch(self, name: str) -> None:
        """Touch what has this data-id."""
        self.page.locator(f'[data-id="{name}"]').click()

    def confirm_as_staff(self) -> None:
        """An attendant confirms with name and password what waits for one."""
        self.touch("staff")
        self.page.fill("#person", "li")
        self.page.fill("#password", PASSWORD)
        self.touch("send")

    def total(self) -> str:
        """The total in large letters."""
        return str(self.page.locator("#total").inner_text())

    def visit(self) -> Any:
        """The visit as the server has it."""
        return self._fetched("GET", "", None)["body"]

    def asks(self, step: str, body: object) -> int:
        """The status of a step that the page would not take."""
        return int(self._fetched("POST", f"/{step}", body)["status"])

    def _fetched(self, method: str, path: str, body: object) -> Any:
        asked = [method, f"/v1/counters/{self.counter}/visit{path}", body and json.dumps(body)]
        return self.page.evaluate(_FETCH, asked)

    def _heard(self, message: Any) -> None:
        """The console must stay silent, but for a server that is away or says no."""
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)
