// Finished visits leave the phone from here, one after another, each at most once: same client key and Idempotency-Key at every try.

import { Refused, request, serverNow, SignedOut, Unreachable } from "./net";
import { drafts, outbox, spendKey, type Draft, type Id, type LocalFile, type Parcel } from "./store";
import { sendFile } from "./upload";

export interface Toast {
  text: string;
  url?: string;
  more?: string;
}

/** What the server says to a saved visit: 201 valid or counted, 202 kept as incomplete. */
export interface Receipt {
  status: number;
  id?: Id;
  draft?: unknown;
  is_valid?: boolean;
  toast?: string | Toast;
  next?: string;
}

export type Delivery =
  | { state: "sent"; receipt: Receipt }
  | { state: "waiting" }
  | { state: "signed-out" }
  | { state: "refused"; problem: string; fields: { field: string; message: string }[] };

export interface Watch {
  progress?: (file: LocalFile, done: number, of: number) => void;
}

/** Sends one parcel: its files, then the visit. Never throws. */
export async function deliver(parcel: Parcel, watch: Watch = {}): Promise<Delivery> {
  try {
    for (const [index, file] of parcel.files.entries()) {
      await sendFile(file, {
        progress: (offset) => {
          file.offset = offset;
          watch.progress?.(file, index, parcel.files.length);
        },
        keep: () => outbox.put(parcel),
      });
    }
    if (!parcel.body) {
      parcel.body = bodyOf(parcel);
      await outbox.put(parcel);
    }
    const answer = await request("/visits/", {
      method: "POST",
      json: parcel.body,
      headers: { "Idempotency-Key": parcel.key },
    });
    const receipt = { ...((await answer.json()) as Receipt), status: answer.status };
    spendKey(parcel.client_key, answer.status);
    await outbox.drop(parcel.client_key);
    await drafts.drop(parcel.client_key);
    return { state: "sent", receipt };
  } catch (error) {
    if (error instanceof SignedOut) return { state: "signed-out" };
    if (error instanceof Refused) return giveBack(parcel, error);
    if (!(error instanceof Unreachable)) console.error(error);
    return { state: "waiting" };
  }
}

/** A refused parcel becomes a draft again, with the reason, and is found where it was written. */
async function giveBack(parcel: Parcel, error: Refused): Promise<Delivery> {
  const { key: _key, body: _body, queued_at: _queued, ...draft } = parcel;
  await drafts.put({ ...draft, problem: error.message });
  await outbox.drop(parcel.client_key);
  const fields = (error.problem.errors ?? []).map(({ field, message }) => ({ field, message }));
  return { state: "refused", problem: error.message, fields };
}

/** The visit as the server wants it, with the files it has already. */
export function bodyOf(parcel: Draft): Record<string, unknown> {
  const { values } = parcel;
  const byServer = new Date(Math.min(Date.parse(values.occurred_at), serverNow())).toISOString();
  const sent = parcel.files.filter((file) => file.file);
  return {
    customer: parcel.customer,
    client_key: parcel.client_key,
    need_type: values.need_type,
    text: values.text,
    quotes: values.quotes,
    next_step: { text: values.next_text, due_on: values.due_on || null },
    photos: sent.filter((file) => file.kind === "photo").map((file) => file.file?.id),
    proofs: sent
      .filter((file) => file.kind !== "photo")
      .map((file) => ({ kind: file.kind, file: file.file?.id })),
    contacts: values.contacts,
    occurred_at: byServer,
    ...(values.check_in ? { check_in: values.check_in } : {}),
    ...(values.no_photo_request ? { no_photo_request: true } : {}),
    draft: true,
  };
}

export interface Sweep {
  sent: { client_key: string; receipt: Receipt }[];
  waiting: number;
  isSignedOut: boolean;
}

/** Sends all that waits, in order, in one tab at a time; stops at the first that finds no network. */
export async function sendAll(user: string): Promise<Sweep | null> {
  const sweep = async (): Promise<Sweep> => {
    const result: Sweep = { sent: [], waiting: 0, isSignedOut: false };
    for (const parcel of await outbox.all(user)) {
      const delivery = await deliver(parcel);
      if (delivery.state === "sent") result.sent.push({ client_key: parcel.client_key, receipt: delivery.receipt });
      if (delivery.state === "signed-out") result.isSignedOut = true;
      if (delivery.state === "waiting" || delivery.state === "signed-out") break;
    }
    result.waiting = (await outbox.all(user)).length;
    return result;
  };
  return oneAtATime(sweep);
}

let isBusy = false;

/** Runs `work` unless this or another tab is at it already; then null. */
export async function oneAtATime<T>(work: () => Promise<T>): Promise<T | null> {
  if (isBusy) return null;
  isBusy = true;
  try {
    if (!navigator.locks) return await work();
    return await navigator.locks.request("genjin-outbox", { ifAvailable: true }, async (lock) =>
      lock ? await work() : null,
    );
  } finally {
    isBusy = false;
  }
}
