// Small things a browser remembers. Storage may be forbidden (private windows, some web views): then it remembers nothing.

type Shelf = "local" | "session";

function shelf(which: Shelf): Storage {
  return which === "local" ? localStorage : sessionStorage;
}

export function recall(which: Shelf, name: string): string | null {
  try {
    return shelf(which).getItem(name);
  } catch {
    return null;
  }
}

/** Keeps `value`; null forgets it. */
export function remember(which: Shelf, name: string, value: string | null): void {
  try {
    if (value === null) shelf(which).removeItem(name);
    else shelf(which).setItem(name, value);
  } catch {
    // what is not remembered is asked again
  }
}
