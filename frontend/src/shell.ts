// The frame of every page: htmx, dialogs and menus, keys, the palette, toasts, the outbox, dark mode, the service worker.

import htmx from "htmx.org";

import { recall, remember } from "./kept";
import { isForPage, listenToKeys } from "./keys";
import { openPalette, setUpPalette } from "./palette";
import { countWaiting, watchOutbox } from "./strip";
import { arrange, showCarried, toast } from "./toast";
import { words } from "./words";

const body = document.body;
/** forms that say themselves when they are busy, or (downloads) never leave the page */
const OWN_BUSY = "[data-upload], [data-visit], [data-download]";
const isSignedIn = Boolean(body.dataset.user);

function setUpHtmx(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
    const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
    if (token) headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:sendError", () => toast(words.offline));
  document.addEventListener("htmx:timeout", () => toast(words.offline));
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (xhr.status === 401) {
      toast({ text: words.signedOut, url: `/sign-in/?next=${encodeURIComponent(location.pathname)}`, more: words.signIn }, true);
    } else {
      // 403 without words of its own: the page is older than the session
      toast(problemOf(xhr) || (xhr.status === 403 ? words.stale : words.failed));
    }
  });
  // HX-Trigger: {"toast": {...}}
  document.addEventListener("toast", (event) => toast((event as CustomEvent<{ text: string }>).detail));
  document.addEventListener("htmx:load", () => void startAlpine());
  htmx.config.allowEval = false;
}

function problemOf(xhr: XMLHttpRequest): string {
  if (!(xhr.getResponseHeader("Content-Type") ?? "").includes("json")) return "";
  try {
    const problem = JSON.parse(xhr.responseText) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? "";
  } catch {
    return "";
  }
}

let alpine: Promise<unknown> | undefined;

/** Alpine is half of all script; only pages that use it fetch it. */
async function startAlpine(): Promise<void> {
  if (alpine || !document.querySelector("[x-data]")) return;
  alpine = import("./alpine");
  await alpine;
}

function listenToClicks(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const opener = target.closest<HTMLElement>("[data-opens]");
    if (opener) open(opener.dataset.opens ?? "");
    target.closest<HTMLElement>("[data-closes]")?.closest("dialog")?.close();
    const note = target.closest<HTMLAnchorElement>("[data-note]");
    if (note && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      takeNote(note);
    }
    const arrive = target.closest<HTMLElement>("[data-arrive]");
    if (arrive) remember("session", "genjin-arrived", arrive.dataset.arrive ?? "");
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
    if (target instanceof HTMLDialogElement) target.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }
    }
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
    } else if (event.key === "?" && isForPage(event)) {
      open("keys");
    }
  });
}

function open(id: string): void {
  if (id === "palette") return openPalette();
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** 「记一笔」: the customer of this page, else the palette asks which one. */
function takeNote(link: HTMLAnchorElement): void {
  const customer = body.dataset.customer;
  if (customer) location.assign(`/customers/${customer}/visits/new/`);
  else if (document.querySelector("[data-palette]")) openPalette("visit");
  else location.assign(link.href);
}

/** Before any other listener (capture), so that a question answered no stops htmx as well. */
function listenToForms(): void {
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    for (const busy of (event.target as HTMLElement).querySelectorAll?.('[aria-busy="true"].g-btn') ?? []) {
      busy.removeAttribute("aria-busy");
    }
  });
  // a page that comes back from the browser's cache is not busy any more
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const busy of document.querySelectorAll('.g-btn[aria-busy="true"]')) busy.removeAttribute("aria-busy");
  });
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const submitter = event.submitter as HTMLElement | null;
  const question = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (form.hasAttribute("data-sign-out")) {
    event.preventDefault();
    void signOut(form);
  } else if (submitter?.classList.contains("g-btn") && form.method !== "dialog" && !form.matches(OWN_BUSY)) {
    // after the browser has read the form: a button that is busy cannot be pressed twice
    setTimeout(() => submitter.setAttribute("aria-busy", "true"));
  }
}

/** Other people's pages do not stay on the phone; unsent records do, for their author. */
async function signOut(form: HTMLFormElement): Promise<void> {
  if ((await countWaiting()) > 0 && !confirm(form.dataset.asks ?? "")) return;
  if ("caches" in window) await caches.delete("genjin-pages");
  form.submit();
}

function setUpTheme(): void {
  const button = document.querySelector<HTMLElement>("[data-theme-toggle]");
  const order = ["auto", "light", "dark"] as const;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const choice = () => (recall("local", "genjin-theme") as (typeof order)[number] | null) ?? "auto";
  const apply = () => {
    const now = choice();
    document.documentElement.dataset.bsTheme = now === "dark" || (now === "auto" && dark.matches) ? "dark" : "light";
    const said = { auto: button?.dataset.wordAuto, light: button?.dataset.wordLight, dark: button?.dataset.wordDark }[now];
    for (const word of document.querySelectorAll("[data-theme-word]")) word.textContent = said ?? "";
  };
  dark.addEventListener("change", apply);
  document.addEventListener("click", (event) => {
    if (!(event.target as HTMLElement).closest("[data-theme-toggle]")) return;
    const next = order[(order.indexOf(choice()) + 1) % order.length] ?? "auto";
    remember("local", "genjin-theme", next === "auto" ? null : next);
    apply();
  });
  if (button) apply();
}

async function startWorker(): Promise<void> {
  if (!isSignedIn || !("serviceWorker" in navigator) || !isSecureContext) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const ready = await navigator.serviceWorker.ready;
    ready.active?.postMessage({ type: "user", id: body.dataset.user, page: location.href, shell: import.meta.url });
  } catch {
    // the page works without; only a reload without network does not
  }
}

if (!/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("[data-command-key]")) key.textContent = "Ctrl K";
}
setUpHtmx();
listenToClicks();
listenToForms();
listenToKeys();
setUpPalette();
setUpTheme();
for (const box of document.querySelectorAll<HTMLElement>("[data-toast]")) arrange(box, "stays" in box.dataset);
showCarried();
void startAlpine();
void watchOutbox();
if (document.readyState === "complete") void startWorker();
else addEventListener("load", () => void startWorker());
