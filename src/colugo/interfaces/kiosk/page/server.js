// Speaks to /v1 with the token of the device. Knows no screen.

const TOKEN = "colugo.token";
const TIMEOUT_MS = 15_000;
const AGAIN_MS = 700;

/** The server said no: `kind` is the name of the problem, `message` its sentence. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.kind = (problem.type ?? "").split("#")[1] ?? "";
    this.facts = problem;
  }
}

/** No answer came. */
export class Unreachable extends Error {}

export const token = () => localStorage.getItem(TOKEN);
export const forget = () => localStorage.removeItem(TOKEN);
export const remember = (given) => localStorage.setItem(TOKEN, given.trim());

/** An id that nobody else makes. `crypto.randomUUID` is missing where a page came without TLS. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Ask once. @throws Refused, Unreachable */
export async function ask(method, path, body, headers = {}) {
  const isForm = body instanceof FormData;
  const sent = token() ? { Authorization: `Bearer ${token()}`, ...headers } : { ...headers };
  if (body !== undefined && !isForm) sent["Content-Type"] = "application/json";
  const text = body === undefined || isForm ? body : JSON.stringify(body);
  return answerOf(await reach(method, path, text, sent));
}

/** Do something that a repeat must not do twice: sent again with the same key until answered. */
export async function act(method, path, body) {
  const headers = { "Idempotency-Key": newId() };
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask(method, path, body, headers);
    } catch (error) {
      if (!(error instanceof Unreachable) || tries === 40) throw error;
      await new Promise((resume) => setTimeout(resume, AGAIN_MS));
    }
  }
}

async function reach(method, path, body, headers) {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(path, { method, body, headers, signal: limit, cache: "no-store" });
    if (answer.status === 503 || answer.status === 502) throw new Unreachable(String(answer.status));
    return answer;
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable(error.message);
  }
}

async function answerOf(answer) {
  const type = answer.headers.get("Content-Type") ?? "";
  if (!answer.ok) throw new Refused(answer.status, type.includes("json") ? await answer.json() : {});
  if (answer.status === 204) return null;
  return type.includes("json") ? answer.json() : answer.blob();
}

/** Sign somebody in, do something with their session, and sign them out again. @throws Refused */
export async function asSomebody(person, password, work) {
  const { token: session } = await ask("POST", "/v1/sessions", { person_id: person, password });
  const askAs = (method, path, body) => ask(method, path, body, { Authorization: `Bearer ${session}`, "Idempotency-Key": newId() });
  try {
    return await work(askAs);
  } finally {
    await askAs("DELETE", "/v1/sessions/current").catch(() => {});
  }
}
