// The page's form, what the server told it, and the shape of a record kept as incomplete.

import { uuid } from "../net";
import type { Draft, Id, LocalFile, Met, ProofKind, VisitValues } from "../store";

export interface Config {
  customer: { id: Id; name: string };
  client_key: string;
  no_photo: "none" | "asked" | "confirmed";
  draft: ServerDraft | null;
}

/** A record kept as incomplete, to be gone on with. */
export interface ServerDraft {
  need_type?: string;
  text?: string;
  quotes?: string[];
  next_step?: { text?: string; due_on?: string | null };
  contacts?: Met[];
  occurred_at?: string;
  photos?: { id: Id; name?: string; thumb?: string | null }[];
  proofs?: { kind: ProofKind; file: Id; name?: string; thumb?: string | null }[];
}

export const form = document.querySelector<HTMLFormElement>("[data-visit]")!;
export const config = JSON.parse(document.getElementById("visit-config")?.textContent ?? "{}") as Config;
export const user = document.body.dataset.user ?? "";
export const find = <T extends HTMLElement>(selector: string) => form.querySelector<T>(selector)!;

export function blank(): VisitValues {
  return {
    need_type: "",
    text: "",
    quotes: [],
    next_text: "",
    due_on: "",
    contacts: [],
    check_in: null,
    occurred_at: new Date().toISOString(),
    no_photo_request: false,
  };
}

export function isEmpty(draft: Draft): boolean {
  const { text, next_text, need_type, contacts } = draft.values;
  return !text && !next_text && !need_type && contacts.length === 0 && draft.files.length === 0;
}

export function valuesOf(draft: ServerDraft): VisitValues {
  const values = blank();
  return {
    ...values,
    need_type: draft.need_type ?? "",
    text: draft.text ?? "",
    quotes: draft.quotes ?? [],
    next_text: draft.next_step?.text ?? "",
    due_on: draft.next_step?.due_on ?? "",
    contacts: draft.contacts ?? [],
    occurred_at: draft.occurred_at ?? values.occurred_at,
  };
}

/** The files the server has already. */
export function filesOf(draft: ServerDraft): LocalFile[] {
  const known = (kind: "photo" | ProofKind, id: Id, name = "", thumb: string | null = null): LocalFile => ({
    local: uuid(), kind, name, type: "", size: 0, blob: null, offset: 0, file: { id, name, thumb },
  });
  return [
    ...(draft.photos ?? []).map((photo) => known("photo", photo.id, photo.name, photo.thumb)),
    ...(draft.proofs ?? []).map((proof) => known(proof.kind, proof.file, proof.name, proof.thumb)),
  ];
}

export function asId(text: string): Id {
  return /^\d+$/.test(text) ? Number(text) : text;
}
