// Keeps the shell, so that the page opens while the server is away. Never an answer of /v1.

const SHELL = "colugo-shell";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const isShell = method === "GET" && new URL(url).pathname.startsWith("/kiosk/");
  if (isShell) event.respondWith(newest(event.request));
});

/** The file as the server has it; where the server is away, as it was the last time. */
async function newest(request) {
  const shell = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok) await shell.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await shell.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
