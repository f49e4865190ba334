// Short answers that rise at the foot of the page and leave by themselves; one can be taken along to the next page.

import { recall, remember } from "./kept";
import type { Toast } from "./outbox";
import { words } from "./words";

const NEXT = "genjin-toast";

export function toast(said: Toast | string, stays = false): void {
  const region = document.querySelector<HTMLElement>("[data-toasts]");
  if (!region) return;
  const { text, url, more } = typeof said === "string" ? { text: said, url: undefined, more: undefined } : said;
  const box = document.createElement("div");
  box.className = "g-toast";
  const line = document.createElement("span");
  line.className = "g-grow";
  line.textContent = text;
  box.append(line);
  if (url) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = more || words.look;
    box.append(link);
  }
  region.append(box);
  arrange(box, stays);
}

/** Lets a toast, also one the server rendered, leave after the time it takes to read it. */
export function arrange(box: HTMLElement, stays = false): void {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "g-toast__x";
  close.setAttribute("aria-label", words.toastClose);
  close.append(icon("x", "sm"));
  close.addEventListener("click", () => leave(box));
  box.append(close);
  if (stays) return;
  const readingMs = 4000 + (box.textContent ?? "").length * 90;
  let timer = setTimeout(() => leave(box), readingMs);
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", () => (timer = setTimeout(() => leave(box), 2000)));
}

function leave(box: HTMLElement): void {
  box.dataset.leaving = "";
  setTimeout(() => box.remove(), 220);
}

/** Shown by the next page that opens in this tab. */
export function toastOnNextPage(said: Toast | string): void {
  remember("session", NEXT, JSON.stringify(said));
}

export function showCarried(): void {
  const carried = recall("session", NEXT);
  remember("session", NEXT, null);
  if (carried) toast(JSON.parse(carried) as Toast | string);
}

/** An icon of the sprite. */
export function icon(name: string, size = ""): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", size ? `g-i g-i--${size}` : "g-i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${document.body.dataset.icons ?? ""}#i-${name}`);
  svg.append(use);
  return svg;
}
