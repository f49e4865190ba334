// Lets the pages one needs at a customer's door open without network: the frame's files, the pages last seen. Never a POST, never
// another person's page. Imports nothing: it is one file under a fixed name.

const worker = self as unknown as ServiceWorkerGlobalScope;

const FRAME = "genjin-frame";
const PAGES = "genjin-pages";
const OFFLINE = "/offline/";
const BUILD = "/static/build/";
const KEPT_PAGES = 40;
const PATIENCE_MS = 5000;
/** home, the list of customers, a customer, recording a visit */
const KEPT = [/^\/$/, /^\/customers\/$/, /^\/customers\/[\w-]+\/$/, /^\/customers\/[\w-]+\/visits\/new\/$/];

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => event.waitUntil(onMessage(event.data as Message)));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith(BUILD)) event.respondWith(fromFrame(request));
  else if (request.mode === "navigate") event.respondWith(page(request, url));
});

/** From every page as it opens: who reads it, its address, and the frame's script, which a new build renames. */
interface Message {
  type: "user";
  id: string;
  page: string;
  shell: string;
}

interface Chunk {
  file: string;
}

async function install(): Promise<void> {
  await keepFrame();
  await worker.skipWaiting();
}

/** All files of the present build, and no others. */
async function keepFrame(): Promise<void> {
  const frame = await caches.open(FRAME);
  const manifest = await fetch(`${BUILD}manifest.json`, { cache: "no-store" });
  if (!manifest.ok) return;
  const chunks = Object.values((await manifest.json()) as Record<string, Chunk>);
  const files = new Set(chunks.map((chunk) => BUILD + chunk.file).filter((file) => !file.endsWith("sw.js")));
  for (const old of await frame.keys()) if (!files.has(new URL(old.url).pathname)) await frame.delete(old);
  const missing = await Promise.all([...files].map(async (file) => ((await frame.match(file)) ? [] : [file])));
  await Promise.allSettled(missing.flat().map((file) => frame.add(file)));
  await frame.add(new Request(OFFLINE, { cache: "reload" })).catch(() => undefined);
}

async function activate(): Promise<void> {
  await worker.clients.claim();
}

/** Another person at this phone: the last one's pages go. The page that told is kept, it was loaded before we were asked. */
async function onMessage(message: Message): Promise<void> {
  if (message.type !== "user") return;
  const pages = await caches.open(PAGES);
  const known = await (await pages.match("/.user"))?.text();
  if (known !== undefined && known !== message.id) await caches.delete(PAGES);
  const now = await caches.open(PAGES);
  await now.put("/.user", new Response(message.id));
  const frame = await caches.open(FRAME);
  const build = await (await frame.match("/.build"))?.text();
  if (build !== message.shell) {
    await keepFrame();
    await frame.put("/.build", new Response(message.shell));
  }
  const url = new URL(message.page);
  if (isKept(url) && !(await now.match(url.pathname))) {
    const copy = await fetch(url.pathname, { credentials: "same-origin" });
    if (copy.ok && !copy.redirected) await now.put(url.pathname, copy);
  }
}

function isKept(url: URL): boolean {
  return KEPT.some((path) => path.test(url.pathname));
}

/** Hashed names never change; what is not kept yet is kept when first asked for. */
async function fromFrame(request: Request): Promise<Response> {
  const frame = await caches.open(FRAME);
  const kept = await frame.match(request);
  if (kept && !request.url.endsWith("manifest.json")) return kept;
  const answer = await fetch(request);
  if (answer.ok) await frame.put(request, answer.clone());
  return answer;
}

async function page(request: Request, url: URL): Promise<Response> {
  const pages = await caches.open(PAGES);
  try {
    const answer = await inTime(fetch(request), (await pages.match(url.pathname)) ? PATIENCE_MS : 0);
    // kept pages only ever redirect to the sign-in: whoever comes next must not read them offline
    if (answer.type === "opaqueredirect" && isKept(url)) await caches.delete(PAGES);
    if (answer.ok && !answer.redirected && isKept(url) && !url.search) {
      await pages.put(url.pathname, answer.clone());
      await trim(pages);
    }
    return answer;
  } catch {
    return (await pages.match(url.pathname)) ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

/** Rejects when `answer` takes longer than `ms`; 0 waits for ever. */
function inTime(answer: Promise<Response>, ms: number): Promise<Response> {
  if (!ms) return answer;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("slow")), ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function trim(pages: Cache): Promise<void> {
  const keys = (await pages.keys()).filter((key) => !key.url.endsWith("/.user"));
  for (const key of keys.slice(0, Math.max(0, keys.length - KEPT_PAGES))) await pages.delete(key);
}

export {};
