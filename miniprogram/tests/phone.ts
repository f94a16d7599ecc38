// A phone: WeChat's own functions as far as the mini-program calls them. Requests go where `answer` sends them.

import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes, randomUUID } from "node:crypto";

export interface Asked {
  method: string;
  url: string;
  header: Record<string, string>;
  body: string;
  file?: { name: string; path: string };
}

export interface Answered {
  status: number;
  header?: Record<string, string>;
  body?: string | Buffer;
}

export type Service = (asked: Asked) => Promise<Answered> | Answered;

/** What a phone without a network has. */
export class Lost extends Error {}

export class Phone {
  readonly asked: Asked[] = [];
  readonly went: string[] = [];
  readonly opened: string[] = [];
  storage = new Map<string, unknown>();
  clipboard = "";
  code = "";
  scanned: string | null = null;
  pictures: string[] = [];
  isSure = true;
  loginCodes: string[] = [];

  constructor(public service: Service) {}

  /** Put it where the mini-program looks for WeChat. */
  install(): this {
    (globalThis as Record<string, unknown>).wx = this.wx();
    return this;
  }

  keep(name: string, value: unknown): void {
    this.storage.set(`colugo.${name}`, value);
  }

  kept(name: string): unknown {
    return this.storage.get(`colugo.${name}`);
  }

  private wx(): object {
    return {
      getStorageSync: (name: string) => this.storage.get(name) ?? "",
      setStorageSync: (name: string, value: unknown) => void this.storage.set(name, JSON.parse(JSON.stringify(value))),
      getRandomValues: async ({ length }: { length: number }) => ({ randomValues: new Uint8Array(randomBytes(length)).buffer }),
      getWindowInfo: () => ({ pixelRatio: 2 }),
      login: async () => ({ code: this.loginCodes.shift() ?? "none-left" }),
      navigateTo: async ({ url }: { url: string }) => void this.went.push(url),
      navigateBack: async () => void this.went.push("back"),
      showModal: async () => ({ confirm: this.isSure }),
      setClipboardData: async ({ data }: { data: string }) => void (this.clipboard = data),
      openDocument: async ({ filePath }: { filePath: string }) => void this.opened.push(filePath),
      scanCode: async () => {
        if (this.scanned === null) throw new Error("scanCode:fail cancel");
        return { result: this.scanned };
      },
      chooseMedia: async () => {
        if (this.pictures.length === 0) throw new Error("chooseMedia:fail cancel");
        return { tempFiles: this.pictures.map((tempFilePath) => ({ tempFilePath })) };
      },
      request: (told: any) => this.send(told, { method: told.method, body: told.data ?? "" }, (answer) => {
        const text = String(answer.body ?? "");
        return { data: json(text) ?? text };
      }),
      uploadFile: (told: any) => this.send(told, { method: "POST", body: "", file: { name: told.name, path: told.filePath } },
        (answer) => ({ data: String(answer.body ?? "") })),
      downloadFile: (told: any) => this.send(told, { method: "GET", body: "" }, (answer) => {
        const tempFilePath = join(tmpdir(), `colugo-${randomUUID()}`);
        writeFileSync(tempFilePath, answer.body ?? "");
        return { tempFilePath };
      }),
    };
  }

  private send(told: any, more: { method: string; body: string; file?: Asked["file"] }, read: (answer: Answered) => object): void {
    const asked: Asked = { url: told.url, header: told.header ?? {}, ...more };
    this.asked.push(asked);
    Promise.resolve()
      .then(() => this.service(asked))
      .then((answer) => told.success({ statusCode: answer.status, header: answer.header ?? {}, ...read(answer) }))
      .catch((error) => {
        if (!(error instanceof Lost)) throw error;
        told.fail({ errMsg: "request:fail" });
      });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Over the network, to a real service; every upload has a boundary of its own, as WeChat's have. */
export async function overNetwork(asked: Asked): Promise<Answered> {
  const header = { ...asked.header };
  let body: Buffer | string | undefined = asked.body || undefined;
  if (asked.file) {
    const boundary = randomUUID();
    header["Content-Type"] = `multipart/form-data; boundary=${boundary}`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${asked.file.name}"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`;
    body = Buffer.concat([Buffer.from(head), readFileSync(asked.file.path), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  }
  const answer = await fetch(asked.url, { method: asked.method, headers: header, body });
  return { status: answer.status, header: Object.fromEntries(answer.headers), body: Buffer.from(await answer.arrayBuffer()) };
}

/** A service that answers by method and path, as JSON; what is not listed is 404. */
export function scripted(answers: Record<string, unknown>): Service {
  return (asked) => {
    const url = new URL(asked.url);
    const found = answers[`${asked.method} ${url.pathname}`];
    const told = typeof found === "function" ? found(asked) : found;
    return told === undefined ? problem(404, "not-found", "nothing is there") : { status: 200, body: JSON.stringify(told) };
  };
}

/** A problem as the service tells it. */
export function problem(status: number, kind: string, detail: string): Answered {
  return { status, body: JSON.stringify({ type: `/problems#${kind}`, title: kind, status, detail }) };
}
