// Keys: a letter presses the button that shows it; never while somebody writes.

export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !/^(checkbox|radio|button|submit)$/.test((target as HTMLInputElement).type ?? "")
  );
}

export function isSeen(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** Whether a key press is meant for the page: plain, not while writing, no dialog in front. */
export function isForPage(event: KeyboardEvent): boolean {
  return (
    !event.defaultPrevented &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !event.isComposing &&
    !isWriting(event.target) &&
    !document.querySelector("dialog[open]")
  );
}

/** Presses the seen element with `data-key`; true when there was one. */
export function pressKey(key: string): boolean {
  for (const element of document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)) {
    if (!isSeen(element) || element.hasAttribute("disabled")) continue;
    element.click();
    return true;
  }
  return false;
}

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      const form = (event.target as HTMLElement | null)?.closest<HTMLElement>("form[data-submit], [data-submit]");
      if (form instanceof HTMLFormElement) form.requestSubmit();
      return;
    }
    if (isForPage(event) && pressKey(event.key.toLowerCase())) event.preventDefault();
  });
}

/** Moves the chosen one of `items` by `step`; returns the new one. */
export function moveChosen(items: HTMLElement[], step: number, attribute: string): HTMLElement | undefined {
  const at = items.findIndex((item) => item.getAttribute(attribute) === "true");
  const next = items[Math.min(items.length - 1, Math.max(0, at === -1 ? (step > 0 ? 0 : items.length - 1) : at + step))];
  for (const item of items) {
    if (item === next) item.setAttribute(attribute, "true");
    else item.removeAttribute(attribute);
  }
  next?.scrollIntoView({ block: "nearest" });
  return next;
}
