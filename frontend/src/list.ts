// Lists by keyboard: J/K (or arrows) move, ↵ opens, / filters, X ticks; filter forms send themselves as one types.

import { isForPage, moveChosen } from "./keys";

const ROW = "[data-href], a.g-row";

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-list]")].flatMap((list) => [
    ...list.querySelectorAll<HTMLElement>(ROW),
  ]);
}

function chosen(): HTMLElement | undefined {
  return rows().find((row) => row.getAttribute("aria-selected") === "true");
}

function go(row: HTMLElement, inNewTab: boolean): void {
  const address = row.dataset.href ?? row.getAttribute("href");
  if (!address) return;
  if (inNewTab) window.open(address, "_blank", "noopener");
  else location.assign(address);
}

document.addEventListener("keydown", (event) => {
  const field = document.querySelector<HTMLInputElement>("[data-list-filter]");
  if (event.key === "Escape" && event.target === field) field?.blur();
  if (!isForPage(event)) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step !== undefined && rows().length > 0) {
    event.preventDefault();
    moveChosen(rows(), step, "aria-selected");
  } else if (event.key === "Enter" && !(event.target as HTMLElement).closest("a, button, summary")) {
    const row = chosen();
    if (row) go(row, event.shiftKey);
  } else if (event.key === "/" && field) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "x") {
    chosen()?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  }
});

// the whole row is the link, but text in it can be selected and links in it work by themselves
document.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  const row = target.closest<HTMLElement>("[data-list] [data-href]");
  if (!row || target.closest("a, button, input, label, summary") || String(getSelection())) return;
  go(row, event.metaKey || event.ctrlKey);
});

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-filters]")) {
  let timer = 0;
  const send = () => {
    // an empty field is no filter: keep addresses short enough to be shared
    for (const field of form.querySelectorAll<HTMLInputElement>("input[name], select[name]")) {
      field.disabled = field.value === "" && field.type !== "hidden";
    }
    form.requestSubmit();
    for (const field of form.querySelectorAll<HTMLInputElement>("input[name], select[name]")) field.disabled = false;
  };
  form.addEventListener("change", (event) => {
    if (!(event.target as HTMLElement).matches("[data-list-filter]")) send();
  });
  form.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement;
    // while an input method composes, the text is not yet what the reader means
    if (!field.matches("[data-list-filter]") || (event as InputEvent).isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => form.hasAttribute("hx-get") && send(), 250);
  });
}

// saved views: the form's own fields, under a name
for (const button of document.querySelectorAll<HTMLElement>("[data-save-view]")) {
  button.addEventListener("click", () => {
    const dialog = document.getElementById(button.dataset.saveView ?? "");
    const query = dialog?.querySelector<HTMLInputElement>("[name=query]");
    if (query) query.value = location.search.replace(/^\?/, "");
  });
}
