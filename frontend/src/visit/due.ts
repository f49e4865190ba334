// The day of the next step: chips in words, or any other day.

import { words } from "../words";
import { find, form } from "./page";

export class DueField {
  on = "";
  /** by hand: what the words propose does not change it any more */
  isChosen = false;
  private readonly date = find<HTMLInputElement>("[data-due-date]");

  constructor(private readonly changed: () => void) {
    find("[data-dues]").addEventListener("click", (event) => {
      const chip = (event.target as HTMLElement).closest<HTMLElement>("[data-due]");
      if (chip) this.choose(this.on === chip.dataset.due ? "" : (chip.dataset.due ?? ""));
    });
    this.date.addEventListener("change", () => this.choose(this.date.value));
    this.date.addEventListener("click", () => {
      try {
        this.date.showPicker();
      } catch {
        // older browsers open it by themselves
      }
    });
  }

  draw(): void {
    let isListed = false;
    for (const chip of form.querySelectorAll<HTMLElement>("[data-due]")) {
      const isOn = chip.dataset.due === this.on;
      isListed ||= isOn;
      chip.setAttribute("aria-pressed", String(isOn));
    }
    const isOther = this.on !== "" && !isListed;
    const other = find("[data-other-due]");
    this.date.value = isOther ? this.on : "";
    other.textContent = isOther ? dayWords(this.on) : words.otherDay;
    const chip = other.closest<HTMLElement>(".g-chip");
    chip?.classList.toggle("g-chip--add", !isOther);
    chip?.toggleAttribute("data-on", isOther);
  }

  private choose(on: string): void {
    this.on = on;
    this.isChosen = true;
    this.draw();
    this.changed();
  }
}

/** 「12月2日 周三」. */
export function dayWords(iso: string): string {
  const [year, month, day] = iso.split("-").map(Number);
  if (!year || !month || !day) return iso;
  const date = new Date(year, month - 1, day);
  const { lang } = document.documentElement;
  const weekday = new Intl.DateTimeFormat(lang, { weekday: "short" }).format(date);
  return `${new Intl.DateTimeFormat(lang, { month: "short", day: "numeric" }).format(date)} ${weekday}`;
}
