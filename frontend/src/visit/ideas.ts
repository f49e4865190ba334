// What the words seem to mean, already filled in; the word that caused it is underlined, and a tap takes it back.

import { icon } from "../toast";
import { words } from "../words";

export function ideaChip(label: string, cause: string, refuse: () => void): HTMLElement {
  const chip = document.createElement("span");
  chip.className = "g-chip g-chip--idea";
  const from = document.createElement("span");
  from.className = "g-chip__from";
  const word = document.createElement("span");
  word.className = "g-cause";
  word.textContent = cause;
  from.append(`${words.because} `, word);
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "g-chip__x";
  drop.setAttribute("aria-label", words.notThis);
  drop.append(icon("x", "sm"));
  drop.addEventListener("click", refuse);
  chip.append(`${label} `, from, drop);
  return chip;
}
