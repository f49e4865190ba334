// Asks the server, while one types, what the record still needs; shows each reason beside its field and the sum in the save bar.

import { requestJson, type FieldError } from "../net";
import type { Finding } from "../store";
import { icon } from "../toast";
import { words } from "../words";

export interface DueIdea {
  on: string;
  words: string;
  label: string;
}

export interface Verdict {
  is_valid: boolean;
  errors: FieldError[];
  findings: Finding[];
  proposals?: { due?: DueIdea[]; need_type?: { key: string; words: string; label?: string } | null };
  ok?: { text?: string };
}

/** Which place of the page a field's reason belongs to. */
function placeOf(field: string): string {
  if (field.startsWith("next_step.due") || field === "due_on") return "due";
  if (field.startsWith("next_step")) return "next_step";
  if (field.startsWith("photos") || field.startsWith("proofs")) return "photos";
  if (field.startsWith("contact")) return "contacts";
  return field;
}

const SHORT: Record<string, string> = {
  need_type_required: words.need,
  photo_required: words.photo,
  next_step_required: words.next,
  next_step_unclear: words.next,
  text_boilerplate: words.news,
  text_copied: words.news,
  text_too_short: words.what,
  invalid_date: words.due,
};
const SHORT_BY_PLACE: Record<string, string> = {
  text: words.what,
  need_type: words.need,
  photos: words.photo,
  next_step: words.next,
  due: words.due,
  contacts: words.who,
};

/** 「还差：凭证、下次动作（可先存）」, each thing once, in the page's order. */
export function shortOf(errors: FieldError[]): string {
  const order = Object.values(SHORT_BY_PLACE);
  const names = errors.map((error) => SHORT[error.code] ?? SHORT_BY_PLACE[placeOf(error.field)] ?? error.message);
  const once = [...new Set(names)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return words.short(once);
}

export class Judge {
  last: Verdict | null = null;
  /** something changed that no verdict has seen yet */
  isBehind = false;
  private asking: AbortController | null = null;
  private timer = 0;

  constructor(
    private readonly body: () => Record<string, unknown>,
    private readonly onVerdict: (verdict: Verdict) => void,
    private readonly onSilence: (error: unknown) => void,
  ) {}

  /** Asks 350 ms after the last change; an answer still on its way speaks of what stood there before. */
  soon(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.isBehind = true;
    this.timer = setTimeout(() => void this.now(), 350);
  }

  async now(): Promise<void> {
    clearTimeout(this.timer);
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const verdict = await requestJson<Verdict>("/visits/judge/", {
        method: "POST",
        json: this.body(),
        signal: asking.signal,
        timeoutMs: 8000,
      });
      if (asking.signal.aborted) return;
      this.last = verdict;
      this.isBehind = false;
      this.onVerdict(verdict);
    } catch (error) {
      if (!asking.signal.aborted) this.onSilence(error);
    }
  }
}

/** Writes each reason beside its field; `touched` names the places already dealt with: nothing scolds before one has begun. */
export function showReasons(form: HTMLElement, verdict: Verdict, touched: Set<string>, quotes: number): void {
  for (const place of form.querySelectorAll<HTMLElement>("[data-why]")) {
    const name = place.dataset.why ?? "";
    const lines: HTMLElement[] = [];
    if (touched.has(name)) {
      for (const error of verdict.errors.filter((one) => placeOf(one.field) === name)) lines.push(reason("more", error.message, error.link));
      for (const finding of verdict.findings.filter((one) => placeOf(one.field ?? "") === name && name !== "photos")) {
        lines.push(reason({ ok: "ok", ask: "more", "": "" }[finding.level ?? ""], finding.message, finding.link));
      }
      if (name === "text" && lines.length === 0) {
        const said = [quotes > 0 ? words.quotes(quotes) : "", verdict.ok?.text ?? ""].filter(Boolean).join(" · ");
        if (said) lines.push(reason("ok", said));
      }
    }
    if (place.textContent !== lines.map((one) => one.textContent).join("")) place.replaceChildren(...lines);
    place.dataset.says = lines.length > 0 ? "yes" : "";
  }
}

const ICONS: Record<string, string> = { ok: "check", more: "alert-circle", bad: "x", "": "info-circle" };

function reason(state: string, text: string, link?: string): HTMLElement {
  const line = document.createElement("p");
  line.className = "g-check";
  if (state) line.dataset.check = state;
  const said = document.createElement("span");
  said.textContent = text;
  line.append(icon(ICONS[state] ?? "info-circle"), said);
  if (link) {
    const look = document.createElement("a");
    look.className = "g-push";
    look.href = link;
    look.textContent = words.look;
    line.append(look);
  }
  return line;
}
