// Short sounds made on the spot, so that there is no file to load. Knows no state.

const KEPT = "colugo.sounds";
// [frequency in Hz, start in s, length in s]; up is good, down is not, level asks
const TUNES = {
  added: [[880, 0, 0.07]],
  asked: [[587, 0, 0.1], [587, 0.16, 0.1]],
  stopped: [[440, 0, 0.12], [330, 0.14, 0.18]],
  paid: [[523, 0, 0.1], [659, 0.1, 0.1], [784, 0.2, 0.22]],
};
const LOUDNESS = 0.12;
let audio = null;

/** Whether sounds are on. */
export const isLoud = () => localStorage.getItem(KEPT) !== "off";

/** Turn sounds on or off. */
export function setLoud(isOn) {
  localStorage.setItem(KEPT, isOn ? "on" : "off");
}

/** Play one of the tunes; a browser that wants a touch first stays silent. */
export function play(name) {
  if (!isLoud() || !navigator.userActivation?.hasBeenActive) return;
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume().catch(() => {});
  for (const [hertz, from, length] of TUNES[name]) tone(hertz, audio.currentTime + from, length);
}

function tone(hertz, at, length) {
  const [source, volume] = [audio.createOscillator(), audio.createGain()];
  source.type = "sine";
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.001, at + length);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + length);
}
