// The strip 「2 条在手机里，联网自动发」 on every page, and the hand that sends them.

import { sendAll, type Receipt } from "./outbox";
import { pause, backOff } from "./net";
import { drafts, outbox } from "./store";
import { toast } from "./toast";
import { words } from "./words";

const user = document.body.dataset.user ?? "";

export interface SentDetail {
  receipt: Receipt;
  client_key: string;
}

/** Shows what waits and sends it; again whenever the network comes back, a record joins or the page is looked at. */
export async function watchOutbox(): Promise<void> {
  if (!user) return;
  const strip = document.querySelector<HTMLElement>("[data-outbox-strip]");
  const send = strip?.querySelector<HTMLButtonElement>("[data-outbox-send]");
  send?.addEventListener("click", () => void sweep());
  addEventListener("online", () => void sweep());
  let joined = new AbortController();
  addEventListener("genjin:outbox", () => {
    void draw();
    joined.abort();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void sweep();
  });
  let tries = 0;
  await draw();
  for (;;) {
    const waiting = (await outbox.all(user)).length;
    if (waiting > 0 && document.visibilityState === "visible") {
      const left = await sweep();
      tries = left < waiting ? 0 : tries + 1;
    }
    joined = new AbortController();
    await pause(waiting > 0 ? Math.max(4000, backOff(tries)) : 60_000, joined.signal);
  }
}

/** One round; returns how many still wait. */
async function sweep(): Promise<number> {
  const before = await outbox.all(user);
  if (before.length === 0) {
    await draw();
    return 0;
  }
  const result = await sendAll(user);
  if (result?.isSignedOut) toast({ text: words.signedOut, url: "/sign-in/", more: words.signIn }, true);
  for (const detail of result?.sent ?? []) {
    // a page that still shows this record goes on by itself and says so there
    const isOpenHere = !dispatchEvent(new CustomEvent<SentDetail>("genjin:sent", { detail, cancelable: true }));
    if (!isOpenHere) toast(detail.receipt.toast ?? words.sent);
  }
  await draw();
  return (await outbox.all(user)).length;
}

async function draw(): Promise<void> {
  const strip = document.querySelector<HTMLElement>("[data-outbox-strip]");
  if (!strip) return;
  const waiting = await outbox.all(user);
  const refused = (await drafts.all(user)).filter((draft) => draft.problem);
  const send = strip.querySelector<HTMLButtonElement>("[data-outbox-send]");
  const line = strip.querySelector<HTMLElement>("[data-outbox-words]");
  if (!line) return;
  strip.hidden = waiting.length + refused.length === 0;
  strip.dataset.tone = refused.length > 0 ? "ask" : "";
  if (waiting.length > 0) {
    line.textContent = navigator.onLine ? words.sending(waiting.length) : words.waiting(waiting.length);
  } else if (refused[0]) {
    const link = document.createElement("a");
    link.href = `/customers/${refused[0].customer}/visits/new/`;
    link.textContent = words.look;
    line.replaceChildren(`${words.refused(refused.length)} `, link);
  }
  if (send) send.hidden = waiting.length === 0;
}

/** How many finished records only this phone has. */
export async function countWaiting(): Promise<number> {
  return (await outbox.all(user)).length;
}
