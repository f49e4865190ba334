// The field for the customer's words: a plain textarea over a sheet that shows the strokes (原话) and the underlined causes, so
// that typing, input methods and screen readers meet an ordinary field.

export class WordsField {
  quotes: string[] = [];
  causes: string[] = [];

  constructor(
    private readonly field: HTMLTextAreaElement,
    private readonly back: HTMLElement,
    changed: () => void,
  ) {
    field.addEventListener("input", () => {
      // a quote is verbatim or it is none
      this.quotes = this.quotes.filter((quote) => field.value.includes(quote));
      this.draw();
      changed();
    });
    field.addEventListener("scroll", () => (back.scrollTop = field.scrollTop));
  }

  get text(): string {
    return this.field.value;
  }

  set text(value: string) {
    this.field.value = value;
    this.draw();
  }

  setCauses(causes: string[]): void {
    this.causes = causes.filter((cause) => cause && this.text.includes(cause));
    this.draw();
  }

  /** What the button would mark: the selection, else the sentence the cursor is in. */
  candidate(): string {
    const { value, selectionStart, selectionEnd } = this.field;
    const picked = value.slice(selectionStart, selectionEnd).trim();
    if (picked) return picked;
    const before = value.slice(0, selectionStart).replace(/[。！？；!?;\n]+$/, "");
    const from = Math.max(...["。", "！", "？", "；", "!", "?", ";", "\n"].map((mark) => before.lastIndexOf(mark))) + 1;
    const end = value.slice(from).search(/[。！？；!?;\n]/);
    return (end === -1 ? value.slice(from) : value.slice(from, from + end + 1)).trim();
  }

  /** Whether the candidate touches a quote already marked. */
  isMarked(): boolean {
    const words = this.candidate();
    return words !== "" && this.quotes.some((quote) => quote.includes(words) || words.includes(quote));
  }

  /** Marks the candidate, or takes the mark off. */
  toggle(): void {
    const words = this.candidate();
    if (!words) return;
    if (this.isMarked()) this.quotes = this.quotes.filter((quote) => !quote.includes(words) && !words.includes(quote));
    else this.quotes.push(words);
    this.draw();
  }

  private draw(): void {
    const text = this.text;
    const kinds = new Uint8Array(text.length); // 0 plain, 1 quote, 2 cause; a cause may lie in a quote: the stroke wins
    mark(kinds, text, this.causes, 2);
    mark(kinds, text, this.quotes, 1);
    const pieces: Node[] = [];
    for (let at = 0; at < text.length; ) {
      let end = at + 1;
      while (end < text.length && kinds[end] === kinds[at]) end += 1;
      const piece = document.createElement("span");
      piece.textContent = text.slice(at, end);
      if (kinds[at] === 1) piece.className = "g-hl";
      if (kinds[at] === 2) piece.className = "g-cause";
      pieces.push(piece);
      at = end;
    }
    // the last line counts only when something stands on it
    this.back.replaceChildren(...pieces, "\n\u200b");
    this.back.scrollTop = this.field.scrollTop;
  }
}

function mark(kinds: Uint8Array, text: string, parts: string[], kind: number): void {
  for (const part of parts) {
    for (let at = text.indexOf(part); part && at !== -1; at = text.indexOf(part, at + part.length)) {
      kinds.fill(kind, at, at + part.length);
    }
  }
}
