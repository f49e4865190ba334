// Photos and other proofs of one visit: taken, kept on the phone, sent one by one, shown with what was found.

import { backOff, pause, Refused, SignedOut, uuid } from "../net";
import type { Finding, LocalFile, ProofKind, RemoteFile } from "../store";
import { icon } from "../toast";
import { sendFile } from "../upload";
import { words } from "../words";

export class Proofs {
  files: LocalFile[] = [];
  private readonly urls = new Map<string, string>();
  private readonly percents = new Map<string, string>();
  private stop = new AbortController();
  private runner: AbortController | null = null;

  constructor(
    private readonly list: HTMLElement,
    /** the list changed: keep it */
    private readonly keep: () => Promise<unknown>,
    /** a file arrived or left: judge again */
    private readonly changed: () => void,
  ) {}

  add(kind: "photo" | ProofKind, chosen: FileList | File[]): void {
    for (const file of chosen) {
      this.files.push({
        local: uuid(), kind, name: file.name || `${kind}.jpg`, type: file.type, size: file.size, blob: file, offset: 0,
      });
    }
    this.draw();
    void this.keep();
    this.changed();
    void this.run();
  }

  restore(files: LocalFile[]): void {
    this.files = files;
    this.draw();
    void this.run();
  }

  get arrived(): LocalFile[] {
    return this.files.filter((file) => file.file);
  }

  get isUnderWay(): boolean {
    return this.files.some((file) => !file.file && !file.problem);
  }

  /** Lets go of the files: whoever sends the visit sends the rest. */
  halt(): void {
    this.stop.abort();
  }

  /** Goes on after a visit was taken back for editing. */
  resume(): void {
    this.stop = new AbortController();
    this.draw();
    void this.run();
  }

  showFindings(findings: Finding[]): void {
    const own = findings.filter((finding) => finding.field === "photos" || finding.field?.startsWith("photos."));
    for (const finding of own) {
      const index = Number(finding.field?.split(".")[1] ?? 0);
      const photo = this.arrived.filter((file) => file.kind === "photo")[index];
      if (!photo?.file) continue;
      const known = (photo.file.findings ??= []);
      if (!known.some((one) => one.code === finding.code)) known.push(finding);
    }
    this.draw();
  }

  /** One file after another, for as long as it takes; a failure waits and goes on at the byte it stopped at. */
  private async run(): Promise<void> {
    if (this.runner === this.stop) return;
    const mine = this.stop;
    this.runner = mine;
    const { signal } = mine;
    let tries = 0;
    for (let file = this.next(); file && !signal.aborted; file = this.next()) {
      const sending = file;
      try {
        if (!sending.sha256) this.say(sending, words.hashing);
        await sendFile(sending, {
          signal,
          keep: () => this.keep(),
          progress: (offset) => this.say(sending, words.uploading(Math.floor((offset / Math.max(1, sending.size)) * 100))),
        });
        tries = 0;
        this.draw();
        this.changed();
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof Refused) sending.problem = error.message;
        else if (error instanceof SignedOut) sending.problem = words.signedOut;
        else {
          this.say(sending, words.waitingForNet);
          await pause(backOff(tries++), signal);
        }
        this.draw();
        this.changed();
      }
    }
    if (this.runner === mine) this.runner = null;
  }

  private next(): LocalFile | undefined {
    return this.files.find((file) => !file.file && !file.problem);
  }

  private say(file: LocalFile, text: string): void {
    this.percents.set(file.local, text);
    const photo = this.list.querySelector<HTMLElement>(`[data-local="${file.local}"] .g-photo`);
    if (photo) photo.dataset.busy = text;
  }

  private remove(file: LocalFile): void {
    const index = this.files.indexOf(file);
    if (index === -1) return;
    this.files.splice(index, 1);
    if (!file.file) {
      // the one under way may be this one: start the row afresh
      this.stop.abort();
      this.resume();
    }
    this.draw();
    void this.keep();
    this.changed();
  }

  private again(file: LocalFile): void {
    delete file.problem;
    this.draw();
    void this.run();
  }

  private draw(): void {
    this.list.replaceChildren(...this.files.map((file) => this.row(file)));
  }

  private row(file: LocalFile): HTMLElement {
    const row = document.createElement("div");
    row.className = "g-proof g-proof--gap";
    row.setAttribute("role", "listitem");
    row.dataset.local = file.local;
    const photo = document.createElement("figure");
    photo.className = "g-photo";
    const picture = this.picture(file);
    photo.append(picture ?? placeholder());
    if (!file.file && !file.problem) {
      photo.dataset.state = "busy";
      photo.dataset.busy = this.percents.get(file.local) ?? words.waitingForNet;
    } else {
      const mark = document.createElement("figcaption");
      mark.className = "g-photo__mark";
      mark.textContent = captured(file.file) || (file.kind === "photo" ? file.name : words.proof[file.kind]);
      photo.append(mark);
    }
    const finds = document.createElement("div");
    finds.className = "g-finds";
    finds.append(...this.lines(file).map(line));
    finds.append(this.acts(file));
    row.append(photo, finds);
    return row;
  }

  private picture(file: LocalFile): HTMLImageElement | null {
    let source = file.file?.thumb ?? this.urls.get(file.local) ?? null;
    if (!source && file.blob && file.type.startsWith("image/")) {
      source = URL.createObjectURL(file.blob);
      this.urls.set(file.local, source);
    }
    source = this.urls.get(file.local) ?? source;
    if (!source) return null;
    const image = document.createElement("img");
    image.src = source;
    image.alt = file.name;
    // what the browser cannot draw (HEIC) is still a good proof
    image.addEventListener("error", () => image.replaceWith(placeholder()));
    return image;
  }

  private lines(file: LocalFile): Finding[] {
    if (file.problem) return [{ message: file.problem, level: "ask" }];
    const kind: Finding[] = file.kind === "photo" ? [] : [{ message: words.proof[file.kind], level: "" }];
    if (!file.file) return [...kind, { message: words.size((file.size / 1_000_000).toFixed(1)), level: "", code: "cloud" }];
    const found = file.file.findings ?? [];
    return [...kind, ...(found.length > 0 ? found : [{ message: words.received, level: "ok" as const }])];
  }

  private acts(file: LocalFile): HTMLElement {
    const acts = document.createElement("div");
    acts.className = "g-proof__acts";
    if (file.problem && file.blob) acts.append(button(words.again, () => this.again(file)));
    acts.append(button(words.remove, () => this.remove(file)));
    return acts;
  }
}

function placeholder(): HTMLElement {
  const none = document.createElement("span");
  none.className = "g-photo__none";
  none.append(icon("file-text", "lg"));
  return none;
}

/** The wall clock where the company is, as the server wrote it, not where this phone believes to be. */
function captured(file: RemoteFile | undefined): string {
  const [, day, time] = /^\d+-(\d\d-\d\d)T(\d\d:\d\d)/.exec(file?.captured_at ?? "") ?? [];
  return day && time ? `${day} ${time}` : "";
}

function line(finding: Finding): HTMLElement {
  const row = document.createElement("span");
  row.className = "g-find";
  if (finding.level) row.dataset.find = finding.level;
  const picture = finding.code === "cloud" ? "cloud-upload" : { ok: "check", ask: "help", "": "info-circle" }[finding.level ?? ""];
  const text = document.createElement("span");
  text.textContent = finding.message;
  row.append(icon(picture), text);
  if (finding.link) {
    const link = document.createElement("a");
    link.href = finding.link;
    link.textContent = words.look;
    row.append(link);
  }
  return row;
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "g-link";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}
