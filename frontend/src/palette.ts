// One box to find, do and go (⌘K); the same box asks for the customer when a note has none.

import { moveChosen } from "./keys";
import { requestJson } from "./net";
import { words } from "./words";

interface Item {
  title: string;
  sub?: string;
  url: string;
  class?: string;
  icon?: string;
}

interface Found {
  groups: { title: string; items: Item[] }[];
}

let dialog: HTMLDialogElement | null = null;
let field: HTMLInputElement;
let found: HTMLElement;
let purpose = "";
let asking: AbortController | null = null;

export function setUpPalette(): void {
  dialog = document.querySelector<HTMLDialogElement>("[data-palette]");
  if (!dialog) return;
  field = dialog.querySelector<HTMLInputElement>("[data-palette-field]")!;
  found = dialog.querySelector<HTMLElement>("[data-palette-found]")!;
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), 160);
  });
  field.addEventListener("keydown", onKey);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog?.close();
  });
}

export function openPalette(forWhat = ""): void {
  if (!dialog || dialog.open) return;
  purpose = forWhat;
  field.value = "";
  field.placeholder = forWhat ? words.pickCustomer : (field.getAttribute("aria-label") ?? "");
  dialog.showModal();
  field.focus();
  void look();
}

function onKey(event: KeyboardEvent): void {
  if (event.isComposing) return;
  const items = [...found.querySelectorAll<HTMLElement>("[role=option]")];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(moveChosen(items, event.key === "ArrowDown" ? 1 : -1, "aria-selected"));
  } else if (event.key === "Enter") {
    event.preventDefault();
    (items.find((item) => item.getAttribute("aria-selected") === "true") ?? items[0])?.click();
  }
}

function choose(item: HTMLElement | undefined): void {
  if (!item) return;
  item.id ||= `found-${Math.random().toString(36).slice(2)}`;
  field.setAttribute("aria-activedescendant", item.id);
}

async function look(): Promise<void> {
  asking?.abort();
  const asked = field.value.trim();
  if (!asked && !purpose) return showPlaces();
  asking = new AbortController();
  const mine = asking;
  const query = new URLSearchParams({ q: asked, ...(purpose ? { for: purpose } : {}) });
  try {
    const answer = await requestJson<Found>(`${dialog?.dataset.search}?${query}`, { signal: mine.signal, timeoutMs: 8000 });
    show(answer);
  } catch {
    if (mine.signal.aborted) return;
    found.replaceChildren(line(words.searchFailed));
  }
}

function showPlaces(): void {
  const places = dialog?.querySelector<HTMLTemplateElement>("[data-palette-places]");
  const head = document.createElement("p");
  head.className = "g-palette__k";
  head.textContent = words.places;
  found.replaceChildren(head);
  if (places) found.append(places.content.cloneNode(true));
  chooseFirst();
}

function show(answer: Found): void {
  const groups = answer.groups.filter((group) => group.items.length > 0);
  if (groups.length === 0) {
    found.replaceChildren(line(words.nothingFound));
    return;
  }
  found.replaceChildren();
  for (const group of groups) {
    const head = document.createElement("p");
    head.className = "g-palette__k";
    head.textContent = group.title;
    found.append(head, ...group.items.map(option));
  }
  chooseFirst();
}

function chooseFirst(): void {
  const first = found.querySelector<HTMLElement>("[role=option]");
  first?.setAttribute("aria-selected", "true");
  choose(first ?? undefined);
}

function option(item: Item): HTMLElement {
  const link = document.createElement("a");
  link.className = "g-menu__b";
  link.setAttribute("role", "option");
  link.href = item.url;
  if (item.class) {
    const mark = document.createElement("span");
    mark.className = "g-class";
    mark.dataset.class = item.class;
    mark.textContent = item.class;
    link.append(mark);
  }
  const title = document.createElement("span");
  title.className = "g-cut";
  title.textContent = item.title;
  link.append(title);
  if (item.sub) {
    const sub = document.createElement("span");
    sub.className = "g-menu__d";
    sub.textContent = item.sub;
    link.append(sub);
  }
  return link;
}

function line(text: string): HTMLElement {
  const note = document.createElement("p");
  note.className = "g-palette__none";
  note.textContent = text;
  return note;
}
