// A file goes up with its progress, and a running job is watched until it is done.

import { backOff, pause, requestJson, type Problem } from "./net";
import { words } from "./words";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
  const field = form.querySelector<HTMLInputElement>("input[type=file]");
  const name = form.querySelector<HTMLElement>("[data-upload-name]");
  field?.addEventListener("change", () => {
    if (name) name.textContent = [...(field.files ?? [])].map((file) => file.name).join("、");
    if (form.hasAttribute("data-upload-at-once") && field.files?.length) form.requestSubmit();
  });
  for (const kind of ["dragover", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      const dropped = (event as DragEvent).dataTransfer?.files;
      if (kind === "drop" && field && dropped?.length) {
        field.files = dropped;
        field.dispatchEvent(new Event("change"));
      }
    });
  }
}

function send(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("input[type=file]");
  const bar = form.querySelector<HTMLProgressElement>("progress");
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (field && !field.files?.length) return say(form, words.choose, true);
  // fetch has no progress of what is sent
  const xhr = new XMLHttpRequest();
  xhr.open("POST", form.action);
  xhr.setRequestHeader("Accept", "application/json");
  xhr.setRequestHeader("X-CSRFToken", document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "");
  xhr.upload.addEventListener("progress", (event) => {
    const percent = event.total ? Math.floor((event.loaded / event.total) * 100) : 0;
    if (bar) {
      bar.max = 100;
      bar.value = percent;
    }
    say(form, percent < 100 ? words.sentBytes(percent) : words.reading);
  });
  const fail = (text: string) => {
    button?.removeAttribute("aria-busy");
    if (bar) bar.hidden = true;
    say(form, text, true);
  };
  xhr.addEventListener("error", () => fail(words.offline));
  xhr.addEventListener("load", () => {
    const said = parse(xhr.responseText);
    if (xhr.status >= 200 && xhr.status < 300 && said.next) location.assign(said.next);
    else fail(said.errors?.[0]?.message ?? said.detail ?? said.title ?? words.failed);
  });
  button?.setAttribute("aria-busy", "true");
  if (bar) bar.hidden = false;
  xhr.send(new FormData(form));
}

function parse(text: string): Problem & { next?: string } {
  try {
    return JSON.parse(text) as Problem & { next?: string };
  } catch {
    return {};
  }
}

function say(form: HTMLFormElement, text: string, isProblem = false): void {
  const line = form.querySelector<HTMLElement>("[data-upload-says]");
  if (!line) return;
  line.textContent = text;
  if (isProblem) line.dataset.check = "bad";
  else delete line.dataset.check;
}

interface Job {
  state: "queued" | "running" | "done" | "failed";
  done: number;
  total: number;
  text?: string;
  next?: string;
}

async function watch(box: HTMLElement): Promise<void> {
  const bar = box.querySelector<HTMLProgressElement>("progress");
  const line = box.querySelector<HTMLElement>("[data-poll-says]");
  for (let tries = 0; box.isConnected; ) {
    try {
      const job = await requestJson<Job>(box.dataset.poll ?? "");
      tries = 0;
      if (bar && job.total) {
        bar.max = job.total;
        bar.value = job.done;
      }
      if (line) line.textContent = job.text ?? words.rows(job.done.toLocaleString("en"), job.total.toLocaleString("en"));
      if (job.state === "done" || job.state === "failed") {
        if (job.next) location.assign(job.next);
        else location.reload();
        return;
      }
      await pause(700);
    } catch {
      if (line) line.textContent = words.offline;
      await pause(backOff(tries++));
    }
  }
}

for (const box of document.querySelectorAll<HTMLElement>("[data-poll]")) void watch(box);
