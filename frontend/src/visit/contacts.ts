// Whom one met: this customer's people as chips, and somebody new by name.

import type { Met } from "../store";
import { icon } from "../toast";
import { asId, find, form } from "./page";

export class Contacts {
  met: Met[] = [];

  constructor(private readonly changed: () => void) {
    find("[data-contacts]").addEventListener("click", (event) => {
      const chip = (event.target as HTMLElement).closest<HTMLElement>("[data-contact], [data-new-person]");
      if (chip) this.turn(chip);
    });
    document.querySelector("[data-new-contact-form]")?.addEventListener("submit", (event) => {
      const dialog = (event.target as HTMLElement).closest("dialog");
      if (dialog) this.addNew(dialog);
    });
  }

  /** A customer with one known person: that is whom one met. */
  preset(): void {
    const chips = form.querySelectorAll<HTMLElement>("[data-contact]");
    const only = chips[0]?.dataset.contact;
    if (chips.length === 1 && only) this.met = [asId(only)];
  }

  draw(): void {
    for (const chip of form.querySelectorAll<HTMLElement>("[data-new-person]")) chip.remove();
    for (const chip of form.querySelectorAll<HTMLElement>("[data-contact]")) press(chip, this.isMet(chip.dataset.contact ?? ""));
    for (const met of this.met) if (typeof met === "object") addChip(met);
  }

  private isMet(id: string): boolean {
    return this.met.some((met) => String(met) === id);
  }

  private turn(chip: HTMLElement): void {
    const id = chip.dataset.contact;
    if (id === undefined) {
      this.met = this.met.filter((met) => typeof met !== "object" || met.name !== chip.dataset.newPerson);
    } else {
      this.met = this.isMet(id) ? this.met.filter((met) => String(met) !== id) : [...this.met, asId(id)];
    }
    this.draw();
    this.changed();
  }

  private addNew(dialog: HTMLDialogElement): void {
    const name = dialog.querySelector<HTMLInputElement>("[data-new-name]");
    const title = dialog.querySelector<HTMLInputElement>("[data-new-title]");
    if (!name?.value.trim()) return;
    this.met = [...this.met, { name: name.value.trim(), title: title?.value.trim() ?? "" }];
    name.value = "";
    if (title) title.value = "";
    this.draw();
    this.changed();
  }
}

function press(chip: HTMLElement, on: boolean): void {
  chip.setAttribute("aria-pressed", String(on));
  const tick = chip.querySelector(":scope > .g-i");
  if (on && !tick) chip.prepend(icon("check", "sm"));
  if (!on) tick?.remove();
}

function addChip(person: { name: string; title: string }): void {
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "g-chip";
  chip.dataset.newPerson = person.name;
  const name = document.createElement("span");
  name.className = "g-cut";
  name.textContent = person.title ? `${person.name} · ${person.title}` : person.name;
  chip.append(name);
  press(chip, true);
  find("[data-new-contact]").before(chip);
}
