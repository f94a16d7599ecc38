"""The camera of the browser: what it takes goes the way of files that are chosen. Keeps nothing."""

from typing import Final

from nicegui import ui

from colugo.interfaces.admin.desk import Desk

# a browser gives its camera to pages over HTTPS or of this machine alone
_START: Final = """async () => {
  const view = document.getElementById("camera");
  try {
    view.srcObject = await navigator.mediaDevices.getUserMedia(
      {video: {facingMode: "environment", width: {ideal: 1920}, height: {ideal: 1080}}});
    view.hidden = false;
    emitEvent("camera", "on");
  } catch (error) { emitEvent("camera", "off"); }
}"""
_TAKE: Final = """() => {
  const view = document.getElementById("camera"), canvas = document.createElement("canvas");
  canvas.width = view.videoWidth;
  canvas.height = view.videoHeight;
  canvas.getContext("2d").drawImage(view, 0, 0);
  canvas.toBlob((photo) => getElement(%d).$refs.qRef.addFiles(
    [new File([photo], "camera.jpg", {type: "image/jpeg"})]), "image/jpeg", 0.92);
}"""


def camera(desk: Desk, picker: ui.upload) -> None:
    """Draw the camera with its buttons; a photo that is taken is added to what `picker` uploads."""
    words = desk.words
    ui.element("video").props("id=camera autoplay playsinline muted hidden").classes("video")
    with ui.row().classes("items-center"):
        start = ui.button(words("camera.start"), icon="videocam").props("outline")
        start.on("click", js_handler=_START)
        take = ui.button(words("camera.take"), icon="photo_camera").props("unelevated")
        take.on("click", js_handler=_TAKE % picker.id)
        take.visible = False
    missing = ui.label(words("camera.missing")).classes("warn")
    missing.visible = False

    def started(is_on: bool) -> None:
        take.visible, start.visible, missing.visible = is_on, not is_on, not is_on

    ui.on("camera", lambda event: started(event.args == "on"))
