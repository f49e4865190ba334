// What is kept on this phone: drafts of visits with their photos, and finished visits waiting for the network. IndexedDB; where
// it is forbidden, memory, so that recording still works while the page is open.

import { recall, remember } from "./kept";

export type Id = number | string;
export type ProofKind = "visitor_slip" | "name_card" | "whiteboard" | "document";

export interface RemoteFile {
  id: Id;
  name: string;
  sha256?: string;
  width?: number | null;
  height?: number | null;
  captured_at?: string | null;
  findings?: Finding[];
  thumb?: string | null;
}

export interface Finding {
  field?: string;
  code?: string;
  message: string;
  level?: "ok" | "ask" | "";
  link?: string;
}

/** A photo or proof on its way: the bytes stay here until the server has them. */
export interface LocalFile {
  local: string;
  kind: "photo" | ProofKind;
  name: string;
  type: string;
  size: number;
  blob: Blob | null;
  sha256?: string;
  upload?: Id;
  offset: number;
  file?: RemoteFile;
  problem?: string;
}

export interface CheckIn {
  lat: number;
  lon: number;
  accuracy_m: number;
  crs: "wgs84";
}

export type Met = Id | { name: string; title: string };

export interface VisitValues {
  need_type: string;
  text: string;
  quotes: string[];
  next_text: string;
  due_on: string;
  contacts: Met[];
  check_in: CheckIn | null;
  occurred_at: string;
  no_photo_request: boolean;
}

export interface Draft {
  client_key: string;
  user: string;
  customer: Id;
  customer_name: string;
  values: VisitValues;
  files: LocalFile[];
  updated_at: number;
  /** why the server did not accept it, when it came back from the outbox */
  problem?: string;
}

/** A finished visit waiting for the network. `key` is its Idempotency-Key; `body` is frozen before the first try. */
export interface Parcel extends Draft {
  key: string;
  body?: Record<string, unknown>;
  queued_at: number;
}

type Room = "drafts" | "outbox";

let opened: Promise<IDBDatabase | null> | undefined;
const memory: Record<Room, Map<string, Draft | Parcel>> = { drafts: new Map(), outbox: new Map() };

function open(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    try {
      const asked = indexedDB.open("genjin", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("drafts", { keyPath: "client_key" });
        asked.result.createObjectStore("outbox", { keyPath: "client_key" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(null);
      asked.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

function run<T>(room: Room, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> | null {
  return open().then((db) => {
    if (!db) return Promise.reject(new Error("no storage"));
    return new Promise<T>((resolve, reject) => {
      const deal = db.transaction(room, mode);
      const asked = work(deal.objectStore(room));
      deal.oncomplete = () => resolve(asked.result);
      deal.onerror = () => reject(deal.error ?? new Error("storage"));
      deal.onabort = () => reject(deal.error ?? new Error("storage"));
    });
  });
}

/** Keep; false when only memory could (full or forbidden storage). */
async function put(room: Room, value: Draft | Parcel): Promise<boolean> {
  memory[room].set(value.client_key, value);
  try {
    await run(room, "readwrite", (store) => store.put(value));
    return true;
  } catch {
    return false;
  }
}

async function all<T extends Draft>(room: Room, user: string): Promise<T[]> {
  const found = new Map(memory[room] as Map<string, T>);
  try {
    const kept = (await run(room, "readonly", (store) => store.getAll())) as T[];
    found.clear();
    for (const value of kept) found.set(value.client_key, value);
  } catch {
    // memory is all there is
  }
  return [...found.values()].filter((value) => value.user === user);
}

async function drop(room: Room, clientKey: string): Promise<void> {
  memory[room].delete(clientKey);
  try {
    await run(room, "readwrite", (store) => store.delete(clientKey));
  } catch {
    // nothing was kept
  }
}

export const drafts = {
  put: (draft: Draft) => put("drafts", draft),
  all: (user: string) => all<Draft>("drafts", user),
  drop: (clientKey: string) => drop("drafts", clientKey),
};

export const outbox = {
  put: (parcel: Parcel) => put("outbox", parcel),
  all: async (user: string) => (await all<Parcel>("outbox", user)).sort((a, b) => a.queued_at - b.queued_at),
  drop: (clientKey: string) => drop("outbox", clientKey),
};

const SPENT = "genjin-spent-keys";

/** Keys of visits already handed over, so that a page out of the offline cache does not write over the last one. */
export function spentKeys(): Record<string, number> {
  return JSON.parse(recall("local", SPENT) ?? "{}") as Record<string, number>;
}

/** Remember that a key was used: 201 for a finished visit, 202 for an incomplete or waiting one. */
export function spendKey(clientKey: string, status: number): void {
  const recent = Object.entries({ ...spentKeys(), [clientKey]: status }).slice(-200);
  remember("local", SPENT, JSON.stringify(Object.fromEntries(recent)));
}
