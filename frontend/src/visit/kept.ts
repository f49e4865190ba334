// No network: the record lies on the phone. The form makes room for a card that says so; the page may be left.

import { words } from "../words";
import { config, form } from "./page";

const PARTS = ":scope > .g-sec, :scope > .g-save, [data-restored], [data-arrival]";

/** Shows the card; `takeBack` makes the record a draft again and says whether it still could. */
export function showKept(takeBack: () => Promise<boolean>): void {
  const parts = [...form.querySelectorAll<HTMLElement>(PARTS)].filter((part) => !part.hidden);
  for (const part of parts) part.hidden = true;
  const card = document.createElement("div");
  card.className = "g-card g-empty g-kept";
  card.setAttribute("role", "status");
  card.tabIndex = -1;
  const edit = document.createElement("button");
  edit.type = "button";
  edit.className = "g-btn";
  edit.textContent = words.edit;
  const back = document.createElement("a");
  back.className = "g-btn g-btn--quiet";
  back.href = `/customers/${config.customer.id}/`;
  back.textContent = words.backToCustomer;
  const acts = document.createElement("div");
  acts.className = "g-acts g-acts--middle";
  acts.append(edit, back);
  card.append(line("g-empty__t", words.kept), line("g-empty__d", words.keptWhy), acts);
  form.append(card);
  card.focus();
  scrollTo({ top: 0 });
  edit.addEventListener("click", () => {
    void takeBack().then((could) => {
      if (!could) return;
      for (const part of parts) part.hidden = false;
      card.remove();
    });
  });
}

export function isKeptShown(): boolean {
  return form.querySelector(".g-kept") !== null;
}

function line(className: string, text: string): HTMLElement {
  const paragraph = document.createElement("p");
  paragraph.className = className;
  paragraph.textContent = text;
  return paragraph;
}
