// The supervisor's queue: J/K choose, the record opens beside, 1/2/E are its buttons; what is decided slides out and the next
// takes its place.

import { isForPage, moveChosen } from "./keys";

const queue = document.querySelector<HTMLElement>("[data-queue]");
const isDesk = matchMedia("(min-width: 1024px)");

function items(): HTMLElement[] {
  return [...(queue?.querySelectorAll<HTMLElement>("[data-queue-item]:not([data-state=done])") ?? [])];
}

function openItem(item: HTMLElement | undefined): void {
  if (!item) return;
  for (const other of items()) {
    if (other === item) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  item.dispatchEvent(new CustomEvent("open", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  if (!queue || !isForPage(event)) return;
  const step = { j: 1, ArrowDown: 1, ArrowRight: 1, k: -1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  openItem(moveChosen(items(), step, "aria-current"));
});

queue?.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  const item = target.closest<HTMLElement>("[data-queue-item]");
  if (!item || target.closest("button, form")) return;
  if (isDesk.matches) {
    event.preventDefault();
    openItem(item);
  }
});

// the server says `HX-Trigger: {"decided": {"item": "…"}}`: that row leaves, the next opens
document.addEventListener("decided", (event) => {
  const { item: id } = (event as CustomEvent<{ item: string }>).detail;
  const open = items();
  const at = open.findIndex((item) => item.dataset.queueItem === String(id));
  const row = open[at];
  if (!row) return;
  const next = open[at + 1] ?? open[at - 1];
  row.dataset.state = "done";
  row.removeAttribute("aria-current");
  row.classList.add("g-leaving");
  setTimeout(() => {
    row.remove();
    if (!next) location.reload(); // emptied: the page says so, and how long it took
  }, 200);
  if (next && isDesk.matches) openItem(next);
});
