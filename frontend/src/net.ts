// Talks to the server: CSRF, problem+json, and the three ways a request can fail.

export type Json = Record<string, unknown>;

export interface FieldError {
  field: string;
  code: string;
  message: string;
  /** where one sees what the message speaks of */
  link?: string;
}

export interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  errors?: FieldError[];
}

/** The server understood and refused; asking again the same way is no use. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.errors?.[0]?.message ?? problem.detail ?? problem.title ?? `HTTP ${status}`);
  }
}

/** Nobody answered, or the server cannot now; ask again later. */
export class Unreachable extends Error {}

/** The session has ended; nothing is lost, but somebody has to sign in. */
export class SignedOut extends Error {}

let skewMs = 0;

/** Milliseconds by the server's clock as last heard; a phone's own clock may be wrong. */
export function serverNow(): number {
  return Date.now() + skewMs;
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** A page out of the offline cache may hold an old CSRF token: take the current one from a fresh page. */
async function freshToken(): Promise<boolean> {
  const answer = await fetch("/", { credentials: "same-origin", cache: "no-store", headers: { "HX-Request": "false" } });
  const found = /name="csrf-token" content="([^"]+)"/.exec(await answer.text())?.[1];
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  if (!found || !meta || found === meta.content) return false;
  meta.content = found;
  return true;
}

export interface Ask {
  method?: string;
  body?: BodyInit | null;
  json?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | null;
  timeoutMs?: number;
}

async function once(url: string, ask: Ask): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ask.timeoutMs ?? 20_000);
  ask.signal?.addEventListener("abort", () => stop.abort(), { once: true });
  const headers: Record<string, string> = { Accept: "application/json", ...ask.headers };
  if (ask.json !== undefined) headers["Content-Type"] = "application/json";
  if (ask.method && ask.method !== "GET") headers["X-CSRFToken"] = token();
  try {
    const answer = await fetch(url, {
      method: ask.method ?? "GET",
      headers,
      body: ask.json !== undefined ? JSON.stringify(ask.json) : (ask.body ?? null),
      credentials: "same-origin",
      redirect: "manual",
      signal: stop.signal,
    });
    const date = Date.parse(answer.headers.get("Date") ?? "");
    // the header has whole seconds, so a difference of less is none
    if (!Number.isNaN(date)) skewMs = Math.abs(date - Date.now()) < 2000 ? 0 : date - Date.now();
    return answer;
  } catch (error) {
    if (ask.signal?.aborted) throw error;
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** One request; returns the answer when it is 2xx, else throws Refused, Unreachable or SignedOut. */
export async function request(url: string, ask: Ask = {}): Promise<Response> {
  let answer = await once(url, ask);
  if (answer.status === 403 && ask.method && ask.method !== "GET" && !isProblem(answer) && (await freshToken())) {
    answer = await once(url, ask);
  }
  if (answer.ok) return answer;
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  if (answer.status === 403 && !isProblem(answer)) throw new SignedOut();
  const isBusy = answer.status === 409 && answer.headers.has("Retry-After");
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408 || isBusy) {
    throw new Unreachable(`HTTP ${answer.status}`);
  }
  const problem = isProblem(answer) ? ((await answer.json()) as Problem) : {};
  throw new Refused(answer.status, problem);
}

export async function requestJson<T>(url: string, ask: Ask = {}): Promise<T> {
  const answer = await request(url, ask);
  return (await answer.json()) as T;
}

function isProblem(answer: Response): boolean {
  return (answer.headers.get("Content-Type") ?? "").includes("json");
}

/** Resolves after `ms`, or at once when the network comes back or the page is looked at again. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal?.addEventListener("abort", done);
  });
}

/** 1 s, 2 s, 4 s … 30 s, each shaken a little so that a room of phones does not knock at once. */
export function backOff(tries: number): number {
  return Math.min(30_000, 1000 * 2 ** tries) * (0.75 + Math.random() / 2);
}

/** A random UUID, also on plain http where crypto.randomUUID does not exist. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
