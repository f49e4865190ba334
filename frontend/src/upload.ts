// Sends one file in pieces and goes on where it broke off.

import { request, requestJson, Refused } from "./net";
import { sha256 } from "./sha256";
import type { Id, LocalFile, RemoteFile } from "./store";

const PIECE = 256 * 1024;

interface Started {
  upload: Id;
  offset: number;
  file?: RemoteFile | null;
}

export interface Watch {
  /** called with the bytes the server has */
  progress: (offset: number) => void;
  /** called whenever upload id, offset or file changed and should be kept */
  keep: (file: LocalFile) => Promise<unknown>;
  signal?: AbortSignal;
}

/** Brings the file to the server, from wherever it stands. Throws what `request` throws; calling it again goes on. */
export async function sendFile(file: LocalFile, watch: Watch): Promise<RemoteFile> {
  if (file.file) return file.file;
  const blob = file.blob;
  if (!blob) throw new Refused(410, { detail: file.name });
  file.sha256 ??= await sha256(blob);
  if (file.upload === undefined) await start(file, watch);
  else await findOffset(file, watch);
  while (!file.file) {
    watch.progress(file.offset);
    await sendPiece(file, blob, watch);
  }
  file.blob = null;
  await watch.keep(file);
  return file.file;
}

async function start(file: LocalFile, watch: Watch): Promise<void> {
  const started = await requestJson<Started>("/uploads/", {
    method: "POST",
    json: { name: file.name, size: file.size, sha256: file.sha256, media_type: file.type || "application/octet-stream" },
    signal: watch.signal ?? null,
  });
  file.upload = started.upload;
  file.offset = started.offset;
  if (started.file) file.file = started.file;
  await watch.keep(file);
}

async function findOffset(file: LocalFile, watch: Watch): Promise<void> {
  try {
    const now = await requestJson<Started>(`/uploads/${file.upload}/`, { signal: watch.signal ?? null });
    file.offset = now.offset;
    if (now.file) file.file = now.file;
  } catch (error) {
    if (!(error instanceof Refused) || (error.status !== 404 && error.status !== 410)) throw error;
    await start(file, watch); // the server has given the half upload up
  }
}

async function sendPiece(file: LocalFile, blob: Blob, watch: Watch): Promise<void> {
  const piece = blob.slice(file.offset, file.offset + PIECE);
  let answer: Response;
  try {
    answer = await request(`/uploads/${file.upload}/`, {
      method: "PATCH",
      body: piece,
      headers: { "Upload-Offset": String(file.offset), "Content-Type": "application/octet-stream" },
      timeoutMs: 60_000,
      signal: watch.signal ?? null,
    });
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 409) throw error;
    return findOffset(file, watch); // a piece arrived whose answer was lost
  }
  const said = (await answer.json()) as { offset?: number; file?: RemoteFile };
  if (said.file) file.file = said.file;
  else file.offset = said.offset ?? file.offset + piece.size;
  watch.progress(said.file ? file.size : file.offset);
  await watch.keep(file);
}
