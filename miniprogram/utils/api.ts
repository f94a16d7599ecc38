// The one layer that speaks to the service. Knows addresses, tokens, repeats and problems; no page.

import { newId } from "./ids";
import { kept } from "./kept";
import { say } from "./words";

const TIMEOUT_MS = 15000;
const UPLOAD_TIMEOUT_MS = 60000;
const TRIES = 3;
const WAIT_MS = 400;
const SERVER_FAULT = 500;
const BUSY = 503; // changed nothing, and asks to come again
const REPEATABLE = new Set(["GET", "PUT", "POST"]); // a repeated PATCH or DELETE meets its own first effect
const CAME_THROUGH = "idempotency-key-reused"; // the first upload did its work, only its answer was lost

const UNANSWERED = new Map<string, string>(); // keys of what was sent and not answered

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Options {
  body?: object;
  /** What was read: the edit is refused when somebody changed it since. */
  version?: string;
  /** Another base, asked without a token. */
  base?: string;
}

export interface Answer<T> {
  data: T;
  /** The ETag without its quotes; "" where there is none. */
  version: string;
}

/** What the service refused, in its own sentence. Source: RFC 9457. */
export class Problem extends Error {
  constructor(readonly status: number, readonly kind: string, sentence: string, readonly facts: Record<string, unknown>) {
    super(sentence);
  }

  /** Whether the service itself said no, so that nothing was done; a server or gateway that failed leaves it open. */
  get isRefusal(): boolean {
    return this.status < SERVER_FAULT || this.status === BUSY;
  }
}

/** Nothing came back, however often it was asked. */
export class NoAnswer extends Error {
  constructor() {
    super(say("noAnswer"));
  }
}

/** No address of a service is set yet. */
export class NoAddress extends Error {
  constructor() {
    super(say("noAddress"));
  }
}

interface Raw {
  status: number;
  header: Record<string, string>;
  data: unknown;
  tries: number;
}

/** Ask the service; a read, PUT or POST that gets no answer is sent again, the same to the byte. */
export async function ask<T>(method: Method, path: string, options: Options = {}): Promise<Answer<T>> {
  const url = urlOf(path, options.base);
  const data = options.body === undefined ? undefined : JSON.stringify(options.body);
  const asked = `${method} ${url} ${data} ${options.version}`;
  const header = { ...headersOf(method, options), ...(method === "POST" ? await keyFor(asked) : {}) };
  const raw = await patiently(REPEATABLE.has(method) ? TRIES : 1, () => sent(method, url, header, data));
  if (raw.status < SERVER_FAULT) UNANSWERED.delete(asked);
  return checked<T>(raw);
}

/**
 * Upload a file.
 *
 * WeChat writes another boundary each time, so the service refuses a repeat as another request with the same key.
 * Then `settle` reads what the first one made.
 */
export async function upload<T>(
  path: string, file: { name: string; path: string }, settle: () => Promise<Answer<T>>, options: Options = {},
): Promise<Answer<T>> {
  const url = urlOf(path);
  const asked = `POST ${url} ${file.path} ${options.version}`;
  const wasAsked = UNANSWERED.has(asked);
  const header = { ...headersOf("POST", options), ...(await keyFor(asked)) };
  const raw = await patiently(TRIES, () => uploaded(url, file, header));
  if (raw.status < SERVER_FAULT) UNANSWERED.delete(asked);
  try {
    return checked<T>(raw);
  } catch (problem) {
    if ((wasAsked || raw.tries > 1) && problem instanceof Problem && problem.kind === CAME_THROUGH) return settle();
    throw problem;
  }
}

/** Upload a file that changes nothing: a repeat is just asked anew. */
export async function show<T>(path: string, file: { name: string; path: string }): Promise<Answer<T>> {
  const url = urlOf(path);
  return checked<T>(await patiently(TRIES, async () =>
    uploaded(url, file, { ...headersOf("POST", {}), "Idempotency-Key": await newId() })));
}

/** Download a file that only who is signed in may see; gives its place on the phone. */
export async function download(path: string, base?: string): Promise<string> {
  const url = urlOf(path, base);
  const header = base === undefined ? headersOf("GET", {}) : {};
  const raw = await patiently(TRIES, () => downloaded(url, header));
  return checked<string>(raw).data;
}

/** A path with the parts of a query that are set. */
export function withQuery(path: string, query: Record<string, string | number | boolean | undefined>): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length === 0 ? path : `${path}?${parts.join("&")}`;
}

function urlOf(path: string, base?: string): string {
  const address = base ?? kept("address");
  if (!address) throw new NoAddress();
  return address.replace(/\/+$/, "") + path;
}

/** The key of a POST; of one that was never answered the same as before, also when it is a person who tries again. */
async function keyFor(asked: string): Promise<Record<string, string>> {
  const key = UNANSWERED.get(asked) ?? (await newId());
  UNANSWERED.set(asked, key);
  return { "Idempotency-Key": key };
}

function headersOf(method: Method, options: Options): Record<string, string> {
  const header: Record<string, string> = {};
  const token = options.base === undefined ? kept("token") : "";
  if (token) header.Authorization = `Bearer ${token}`;
  if (options.body !== undefined) header["Content-Type"] = "application/json";
  if (options.version !== undefined) header["If-Match"] = `"${options.version}"`;
  if (method === "PATCH") header["X-HTTP-Method-Override"] = "PATCH"; // wx.request knows no PATCH
  return header;
}

function sent(method: Method, url: string, header: Record<string, string>, data?: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    wx.request({
      url, header, data, timeout: TIMEOUT_MS, method: method === "PATCH" ? "POST" : method,
      success: (answer) => resolve({ status: answer.statusCode, header: answer.header, data: answer.data, tries: 1 }),
      fail: () => reject(new NoAnswer()),
    });
  });
}

function uploaded(url: string, file: { name: string; path: string }, header: Record<string, string>): Promise<Raw> {
  return new Promise((resolve, reject) => {
    wx.uploadFile({
      url, header, name: file.name, filePath: file.path, timeout: UPLOAD_TIMEOUT_MS,
      success: (answer) => resolve({ status: answer.statusCode, header: {}, data: parsed(answer.data), tries: 1 }),
      fail: () => reject(new NoAnswer()),
    });
  });
}

function downloaded(url: string, header: Record<string, string>): Promise<Raw> {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url, header, timeout: UPLOAD_TIMEOUT_MS,
      success: (answer) => resolve({ status: answer.statusCode, header: {}, data: answer.tempFilePath, tries: 1 }),
      fail: () => reject(new NoAnswer()),
    });
  });
}

async function patiently(tries: number, attempt: () => Promise<Raw>): Promise<Raw> {
  for (let done = 1; ; done += 1) {
    try {
      const raw = await attempt();
      if (raw.status !== BUSY || done >= tries) return { ...raw, tries: done };
    } catch (error) {
      if (!(error instanceof NoAnswer) || done >= tries) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS * done));
  }
}

function checked<T>(raw: Raw): Answer<T> {
  if (raw.status < 400) return { data: raw.data as T, version: headerOf(raw, "etag").replace(/^W\/|"/g, "") };
  const facts = (typeof raw.data === "object" && raw.data !== null ? raw.data : {}) as Record<string, unknown>;
  const kind = String(facts.type ?? "").split("#").pop() ?? "";
  throw new Problem(raw.status, kind, String(facts.detail ?? say("refused", { status: raw.status })), facts);
}

function headerOf(raw: Raw, name: string): string {
  const found = Object.entries(raw.header).find(([each]) => each.toLowerCase() === name);
  return found === undefined ? "" : found[1];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
