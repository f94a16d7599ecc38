// The camera of this browser as pictures one after another. Knows no server.

const SIDE_PX = 1280; // what the detector is given is smaller yet
const QUALITY = 0.85;
const KEPT = "colugo.camera";
const AGAIN_MS = 1500;

/**
 * Keeps a camera on a video element; tells of it as "on", "off" (there is none, or it may not be
 * used) or "lost" (it was there), and tries again as long as it is not on.
 */
export class Camera {
  constructor(video, tell) {
    this.video = video;
    this.tell = tell;
    this.state = "off";
    this.canvas = document.createElement("canvas");
    navigator.mediaDevices?.addEventListener("devicechange", () => this.start());
  }

  async start() {
    if (this.state === "on" || this.isStarting) return;
    this.isStarting = true;
    clearTimeout(this.timer);
    try {
      await this.open();
      this.become("on");
    } catch {
      this.become(this.state === "off" ? "off" : "lost");
      this.timer = setTimeout(() => this.start(), AGAIN_MS);
    } finally {
      this.isStarting = false;
    }
  }

  async open() {
    if (!navigator.mediaDevices) throw new Error("no camera without TLS");
    const stream = await navigator.mediaDevices.getUserMedia({ video: await wanted(), audio: false });
    stream.getVideoTracks()[0].addEventListener("ended", () => this.lose());
    this.video.srcObject = stream;
    await this.video.play();
  }

  lose() {
    this.video.srcObject = null;
    this.become("lost");
    this.start();
  }

  become(state) {
    this.state = state;
    this.tell(state);
  }

  /** What it sees now as JPEG; null where it sees nothing. */
  async picture() {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (this.state !== "on" || !width) return null;
    const scale = Math.min(1, SIDE_PX / Math.max(width, height));
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.canvas.getContext("2d").drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    return new Promise((done) => this.canvas.toBlob(done, "image/jpeg", QUALITY));
  }
}

/** The camera that was chosen by its number, else the one that looks away from the customer. */
async function wanted() {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const number = localStorage.getItem(KEPT);
  const found = number === null ? [] : await navigator.mediaDevices.enumerateDevices();
  const chosen = found.filter((each) => each.kind === "videoinput")[Number(number)];
  return chosen?.deviceId
    ? { ...size, deviceId: { exact: chosen.deviceId } }
    : { ...size, facingMode: "environment" };
}
