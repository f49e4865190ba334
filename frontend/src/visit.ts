// Recording a visit: everything typed is kept on the phone at once, judged while it is typed, and saving always succeeds.

import { pause, SignedOut, Unreachable, uuid } from "./net";
import { deliver, oneAtATime, type Delivery, type Receipt } from "./outbox";
import { openPalette } from "./palette";
import { drafts, outbox, spendKey, spentKeys, type Draft, type Id, type Met, type Parcel, type ProofKind, type VisitValues } from "./store";
import type { SentDetail } from "./strip";
import { icon, toast, toastOnNextPage } from "./toast";
import { words } from "./words";
import { Judge, shortOf, showReasons, type DueIdea, type Verdict } from "./visit/judge";
import { arrivalWords, placeNow } from "./visit/place";
import { Proofs } from "./visit/proofs";
import { WordsField } from "./visit/words-field";

interface Config {
  customer: { id: Id; name: string };
  client_key: string;
  no_photo: "none" | "asked" | "confirmed";
  draft: ServerDraft | null;
}

/** A record kept as incomplete, to be gone on with. */
interface ServerDraft {
  need_type?: string;
  text?: string;
  quotes?: string[];
  next_step?: { text?: string; due_on?: string | null };
  contacts?: Met[];
  occurred_at?: string;
  photos?: { id: Id; name?: string; thumb?: string }[];
  proofs?: { kind: ProofKind; file: Id; name?: string; thumb?: string }[];
}

const form = document.querySelector<HTMLFormElement>("[data-visit]")!;
const config = JSON.parse(document.getElementById("visit-config")?.textContent ?? "{}") as Config;
const user = document.body.dataset.user ?? "";
const find = <T extends HTMLElement>(selector: string) => form.querySelector<T>(selector)!;

const nextField = find<HTMLInputElement>("[data-next]");
const dateField = find<HTMLInputElement>("[data-due-date]");
const saveState = find("[data-save-state]");
const saveWords = find("[data-save-words]");
const saveButton = find<HTMLButtonElement>("[data-save-button]");
const saveProgress = find<HTMLProgressElement>("[data-save-progress]");
const ideas = find("[data-ideas]");
const quoteButton = find<HTMLButtonElement>("[data-quote]");

let clientKey = config.client_key;
let values = blank();
let touched = new Set<string>();
let refusedIdeas = new Set<string>();
let isDueChosen = false;
let isSaving = false;
/** handed over, or waiting in the outbox: there is no draft to keep any more */
let isHandedOver = false;
let problem: string | undefined;

const field = new WordsField(find<HTMLTextAreaElement>("[data-words]"), find("[data-words-back]"), () => {
  values.text = field.text;
  changed("text");
});
const proofs = new Proofs(find("[data-files]"), keep, () => changed("photos"));
const judge = new Judge(
  () => {
    const { customer, client_key, draft: _draft, ...rest } = bodyNow();
    return { ...rest, customer, client_key };
  },
  onVerdict,
  (error) => {
    if (error instanceof SignedOut) toast({ text: words.signedOut, url: `/sign-in/?next=${location.pathname}`, more: words.signIn }, true);
    else if (error instanceof Unreachable) showState("", words.keptOffline, "cloud-off");
  },
);

function blank(): VisitValues {
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

function bodyNow(): Record<string, unknown> {
  return {
    customer: config.customer.id,
    client_key: clientKey,
    need_type: values.need_type,
    text: values.text,
    quotes: values.quotes,
    next_step: { text: values.next_text, due_on: values.due_on || null },
    photos: proofs.arrived.filter((file) => file.kind === "photo").map((file) => file.file?.id),
    proofs: proofs.arrived.filter((file) => file.kind !== "photo").map((file) => ({ kind: file.kind, file: file.file?.id })),
    contacts: values.contacts,
    occurred_at: values.occurred_at,
    draft: true,
  };
}

// ---------- kept on the phone ----------

function draftNow(): Draft {
  return {
    client_key: clientKey,
    user,
    customer: config.customer.id,
    customer_name: config.customer.name,
    values,
    files: proofs.files,
    updated_at: Date.now(),
    ...(problem ? { problem } : {}),
  };
}

let isWarned = false;

async function keep(): Promise<void> {
  if (isSaving || isHandedOver) return;
  const draft = draftNow();
  if (isEmpty(draft)) return drafts.drop(clientKey);
  const isKept = await drafts.put(draft);
  if (!isKept && proofs.files.length > 0 && !isWarned) {
    isWarned = true;
    toast(words.unsaved, true);
  }
}

let keepTimer = 0;

function changed(place: string): void {
  touched.add(place);
  clearTimeout(keepTimer);
  keepTimer = setTimeout(() => void keep(), 150);
  judge.soon();
  drawQuoteButton();
}

function isEmpty(draft: Draft): boolean {
  const { text, next_text, need_type, contacts } = draft.values;
  return !text && !next_text && !need_type && contacts.length === 0 && draft.files.length === 0;
}

/** Which draft this page goes on with: what the phone has, else what the server has, else a clean sheet under an unused key. */
async function restore(): Promise<void> {
  const spent = spentKeys();
  const server = config.draft && spent[clientKey] !== 201 ? config.draft : null;
  if (!server && spent[clientKey]) clientKey = uuid();
  const here = (await drafts.all(user))
    .filter((draft) => String(draft.customer) === String(config.customer.id) && !isEmpty(draft))
    .filter((draft) => !server || draft.client_key === config.client_key)
    .sort((a, b) => b.updated_at - a.updated_at)[0];
  if (here) {
    clientKey = here.client_key;
    values = { ...blank(), ...here.values };
    problem = here.problem;
    proofs.restore(here.files);
    showRestored(problem ?? words.restored);
  } else if (server) {
    fromServer(server);
    showRestored(words.restored);
  } else {
    presetContact();
  }
  if (here || server) touched = new Set(["text", "next_step", "due", "photos", "need_type", "contacts"]);
  isDueChosen = values.due_on !== "";
  draw();
  judge.soon();
}

function fromServer(draft: ServerDraft): void {
  values.need_type = draft.need_type ?? "";
  values.text = draft.text ?? "";
  values.quotes = draft.quotes ?? [];
  values.next_text = draft.next_step?.text ?? "";
  values.due_on = draft.next_step?.due_on ?? "";
  values.contacts = draft.contacts ?? [];
  values.occurred_at = draft.occurred_at ?? values.occurred_at;
  const known = (kind: "photo" | ProofKind, id: Id, name = "", thumb?: string) => ({
    local: uuid(), kind, name, type: "", size: 0, blob: null, offset: 0, file: { id, name, thumb: thumb ?? null },
  });
  proofs.restore([
    ...(draft.photos ?? []).map((photo) => known("photo", photo.id, photo.name, photo.thumb)),
    ...(draft.proofs ?? []).map((proof) => known(proof.kind, proof.file, proof.name, proof.thumb)),
  ]);
}

/** A customer with one known person: that is whom one met. */
function presetContact(): void {
  const chips = form.querySelectorAll<HTMLElement>("[data-contact]");
  const only = chips[0]?.dataset.contact;
  if (chips.length === 1 && only) values.contacts = [asId(only)];
}

function asId(text: string): Id {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function showRestored(text: string): void {
  find("[data-restored]").hidden = false;
  find("[data-restored-words]").textContent = text;
}

find("[data-start-over]").addEventListener("click", () => {
  void drafts.drop(clientKey).then(() => {
    proofs.halt();
    proofs.files = [];
    proofs.resume();
    clientKey = uuid();
    values = blank();
    problem = undefined;
    touched = new Set();
    refusedIdeas = new Set();
    isDueChosen = false;
    find("[data-restored]").hidden = true;
    draw();
    judge.soon();
  });
});

// ---------- the fields ----------

function draw(): void {
  field.quotes = [...values.quotes];
  if (field.text !== values.text) field.text = values.text;
  nextField.value = values.next_text;
  for (const chip of form.querySelectorAll<HTMLElement>("[data-contact]")) press(chip, isMet(chip.dataset.contact ?? ""));
  for (const met of values.contacts) if (typeof met === "object") addNewChip(met);
  for (const need of form.querySelectorAll<HTMLInputElement>("[name=need_type]")) need.checked = need.value === values.need_type;
  drawDue();
  drawArrival();
  drawQuoteButton();
}

function press(chip: HTMLElement, on: boolean): void {
  chip.setAttribute("aria-pressed", String(on));
  const tick = chip.querySelector(":scope > .g-i");
  if (on && !tick) chip.prepend(icon("check", "sm"));
  if (!on) tick?.remove();
}

function isMet(id: string): boolean {
  return values.contacts.some((met) => String(met) === id);
}

find("[data-contacts]").addEventListener("click", (event) => {
  const chip = (event.target as HTMLElement).closest<HTMLElement>("[data-contact], [data-new-name]");
  if (!chip) return;
  const id = chip.dataset.contact;
  if (id === undefined) {
    values.contacts = values.contacts.filter((met) => typeof met !== "object" || met.name !== chip.dataset.newName);
    chip.remove();
  } else {
    values.contacts = isMet(id) ? values.contacts.filter((met) => String(met) !== id) : [...values.contacts, asId(id)];
    press(chip, isMet(id));
  }
  changed("contacts");
});

function addNewChip(person: { name: string; title: string }): void {
  if (form.querySelector(`[data-new-name="${CSS.escape(person.name)}"]`)) return;
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "g-chip";
  chip.dataset.newName = person.name;
  const name = document.createElement("span");
  name.className = "g-cut";
  name.textContent = person.title ? `${person.name} · ${person.title}` : person.name;
  chip.append(name);
  press(chip, true);
  find("[data-new-contact]").before(chip);
}

document.querySelector("[data-new-contact-form]")?.addEventListener("submit", (event) => {
  const dialog = (event.target as HTMLElement).closest("dialog");
  const name = dialog?.querySelector<HTMLInputElement>("[data-new-name]");
  const title = dialog?.querySelector<HTMLInputElement>("[data-new-title]");
  if (!name?.value.trim()) return;
  const person = { name: name.value.trim(), title: title?.value.trim() ?? "" };
  values.contacts = [...values.contacts, person];
  addNewChip(person);
  name.value = "";
  if (title) title.value = "";
  changed("contacts");
});

find("[data-needs]").addEventListener("change", (event) => {
  values.need_type = (event.target as HTMLInputElement).value;
  refusedIdeas.add("need");
  drawIdeas(judge.last);
  changed("need_type");
});

quoteButton.addEventListener("click", () => {
  field.toggle();
  values.quotes = [...field.quotes];
  changed("text");
  if (judge.last) showReasons(form, judge.last, touched, values.quotes.length);
});
document.addEventListener("selectionchange", drawQuoteButton);

function drawQuoteButton(): void {
  values.quotes = [...field.quotes];
  quoteButton.hidden = !field.text.trim();
  quoteButton.textContent = field.isMarked() ? words.quoteDrop : words.quoteAdd;
}

nextField.addEventListener("input", () => {
  values.next_text = nextField.value;
  changed("next_step");
});

find("[data-dues]").addEventListener("click", (event) => {
  const chip = (event.target as HTMLElement).closest<HTMLElement>("[data-due]");
  if (!chip) return;
  const on = chip.dataset.due ?? "";
  setDue(values.due_on === on ? "" : on);
});
dateField.addEventListener("change", () => setDue(dateField.value));
dateField.addEventListener("click", () => {
  try {
    dateField.showPicker();
  } catch {
    // older browsers open it by themselves
  }
});

function setDue(on: string): void {
  values.due_on = on;
  isDueChosen = true;
  drawDue();
  drawIdeas(judge.last);
  changed("due");
}

function drawDue(): void {
  let isListed = false;
  for (const chip of form.querySelectorAll<HTMLElement>("[data-due]")) {
    const on = chip.dataset.due === values.due_on;
    isListed ||= on;
    chip.setAttribute("aria-pressed", String(on));
  }
  const other = find("[data-other-due]");
  const isOther = values.due_on !== "" && !isListed;
  dateField.value = isOther ? values.due_on : "";
  other.textContent = isOther ? dayWords(values.due_on) : words.otherDay;
  const chip = other.closest<HTMLElement>(".g-chip");
  chip?.classList.toggle("g-chip--add", !isOther);
  chip?.toggleAttribute("data-on", isOther);
}

function dayWords(iso: string): string {
  const [year, month, day] = iso.split("-").map(Number);
  if (!year || !month || !day) return iso;
  const date = new Date(year, month - 1, day);
  return new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", day: "numeric", weekday: "short" }).format(date);
}

for (const input of form.querySelectorAll<HTMLInputElement>("[data-file]")) {
  input.addEventListener("change", () => {
    const kind = input.dataset.file as "photo" | ProofKind;
    if (input.files?.length) proofs.add(kind, [...input.files]);
    input.value = "";
  });
}

const noPhoto = find("[data-no-photo]");
noPhoto.addEventListener("click", () => {
  const panel = find("[data-no-photo-panel]");
  panel.hidden = !panel.hidden;
  noPhoto.setAttribute("aria-expanded", String(!panel.hidden));
  if (config.no_photo !== "none") return;
  values.no_photo_request = !panel.hidden;
  noPhoto.setAttribute("aria-pressed", String(values.no_photo_request));
  changed("photos");
});

find("[data-pick-customer]").addEventListener("click", () => openPalette("visit"));

// ---------- the place ----------

const arriveButton = form.querySelector<HTMLButtonElement>("[data-arrive-now]");
arriveButton?.addEventListener("click", () => void arrive());

async function arrive(): Promise<void> {
  values.occurred_at = new Date().toISOString();
  if (arriveButton) arriveButton.hidden = true;
  say("[data-arrival-words]", words.locating);
  values.check_in = await placeNow();
  drawArrival(true);
  await keep();
}

function drawArrival(isKnown = values.check_in !== null): void {
  if (!isKnown || !arriveButton) return;
  arriveButton.hidden = true;
  say("[data-arrival-words]", arrivalWords(values.occurred_at, values.check_in));
}

function say(selector: string, text: string): void {
  const line = form.querySelector<HTMLElement>(selector);
  if (!line) return;
  line.hidden = false;
  line.textContent = text;
}

// ---------- the verdict ----------

function onVerdict(verdict: Verdict): void {
  const seen = { ...verdict, errors: verdict.errors.filter((error) => error.code !== "photo_required" || !proofs.isUnderWay) };
  proofs.showFindings(verdict.findings ?? []);
  showReasons(form, seen, touched, values.quotes.length);
  drawIdeas(verdict);
  if (proofs.isUnderWay) {
    showState("", words.photosOnTheirWay(proofs.arrived.length, proofs.files.length), "cloud-upload");
  } else if (seen.is_valid) showState("ok", words.valid);
  else showState(touched.size > 0 ? "more" : "", seen.errors.length > 0 ? shortOf(seen.errors) : "");
}

/** What the words seem to mean, already filled in; a tap takes it back. */
function drawIdeas(verdict: Verdict | null): void {
  const due = verdict?.proposals?.due?.find((idea) => !refusedIdeas.has(idea.on));
  const need = refusedIdeas.has("need") ? null : verdict?.proposals?.need_type;
  if (need && values.need_type !== need.key && !touched.has("need_type")) {
    values.need_type = need.key;
    draw();
  }
  if (due && !isDueChosen && values.due_on !== due.on) {
    values.due_on = due.on;
    drawDue();
    judge.soon();
  }
  const isDueShown = due && values.due_on === due.on && due.words;
  field.setCauses([isDueShown ? due.words : "", need && values.need_type === need.key ? need.words : ""]);
  const chips: HTMLElement[] = [];
  if (need && values.need_type === need.key) {
    chips.push(ideaChip(need.label ?? "", need.words, () => {
      refusedIdeas.add("need");
      values.need_type = "";
    }));
  }
  if (isDueShown) chips.push(dueChip(due));
  ideas.replaceChildren(...chips);
}

function dueChip(due: DueIdea): HTMLElement {
  return ideaChip(due.label || dayWords(due.on), due.words, () => {
    refusedIdeas.add(due.on);
    values.due_on = "";
  });
}

function ideaChip(label: string, cause: string, refuse: () => void): HTMLElement {
  const chip = document.createElement("span");
  chip.className = "g-chip g-chip--idea";
  const from = document.createElement("span");
  from.className = "g-chip__from";
  const word = document.createElement("span");
  word.className = "g-cause";
  word.textContent = cause;
  from.append(`${words.because} `, word);
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "g-chip__x";
  drop.setAttribute("aria-label", words.notThis);
  drop.append(icon("x", "sm"));
  drop.addEventListener("click", () => {
    refuse();
    draw();
    drawIdeas(judge.last);
    changed("due");
  });
  chip.append(`${label} `, from, drop);
  return chip;
}

function showState(check: "ok" | "more" | "", text: string, picture = ""): void {
  if (isSaving) return;
  if (check) saveState.dataset.check = check;
  else delete saveState.dataset.check;
  saveState.querySelector(":scope > .g-i")?.remove();
  if (picture) saveState.prepend(icon(picture));
  if (saveWords.textContent !== text) saveWords.textContent = text;
}

// ---------- save ----------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!isSaving) void save();
});

async function save(): Promise<void> {
  clearTimeout(keepTimer);
  proofs.halt();
  const parcel: Parcel = { ...draftNow(), key: uuid(), queued_at: Date.now() };
  delete parcel.problem;
  isSaving = true;
  saveButton.setAttribute("aria-busy", "true");
  // first onto the phone, then onto the network: whatever happens now, it is not lost
  await outbox.put(parcel);
  await drafts.drop(clientKey);
  spendKey(clientKey, 202);
  const delivery = await deliverInTurn(parcel);
  isSaving = false;
  isHandedOver = delivery?.state !== "refused";
  saveButton.removeAttribute("aria-busy");
  saveProgress.hidden = true;
  dispatchEvent(new CustomEvent("genjin:outbox"));
  afterSave(delivery ?? { state: "waiting" });
}

/** The outbox may be at another record just now; wait a moment before leaving this one to it. */
async function deliverInTurn(parcel: Parcel): Promise<Delivery | null> {
  for (let tries = 0; tries < 12; tries += 1) {
    const delivery = await oneAtATime(() => deliver(parcel, { progress: showSending }));
    if (delivery) return delivery;
    await pause(300);
  }
  return null;
}

function showSending(file: { offset: number; size: number }, done: number, of: number): void {
  const share = file.size ? file.offset / file.size : 1;
  saveProgress.hidden = false;
  saveProgress.value = Math.round(((done + share) / Math.max(1, of)) * 100);
  saveWords.textContent = words.photosOnTheirWay(done, of);
}

function afterSave(delivery: Delivery): void {
  if (delivery.state === "sent") return leave(delivery.receipt);
  if (delivery.state === "refused") {
    problem = delivery.problem;
    showRestored(delivery.problem);
    touched = new Set(["text", "next_step", "due", "photos", "need_type", "contacts"]);
    const errors = delivery.fields.map((one) => ({ ...one, code: "refused" }));
    showReasons(form, { is_valid: false, errors, findings: [] }, touched, values.quotes.length);
    showState("more", delivery.problem);
    proofs.resume();
    return;
  }
  if (delivery.state === "signed-out") {
    toast({ text: words.signedOut, url: `/sign-in/?next=${location.pathname}`, more: words.signIn }, true);
  }
  showKept();
}

function leave(receipt: Receipt): void {
  toastOnNextPage(receipt.toast ?? (receipt.status === 202 ? words.savedIncomplete : words.saved));
  location.assign(receipt.next ?? `/customers/${config.customer.id}/`);
}

/** No network: the record lies on the phone; the page says so and can be left. */
function showKept(): void {
  const kept = document.createElement("div");
  kept.className = "g-card g-empty g-kept";
  kept.setAttribute("role", "status");
  kept.tabIndex = -1;
  const title = document.createElement("p");
  title.className = "g-empty__t";
  title.textContent = words.kept;
  const why = document.createElement("p");
  why.className = "g-empty__d";
  why.textContent = words.keptWhy;
  const acts = document.createElement("div");
  acts.className = "g-acts g-acts--middle";
  const edit = document.createElement("button");
  edit.type = "button";
  edit.className = "g-btn";
  edit.textContent = words.edit;
  const back = document.createElement("a");
  back.className = "g-btn g-btn--quiet";
  back.href = `/customers/${config.customer.id}/`;
  back.textContent = words.backToCustomer;
  acts.append(edit, back);
  kept.append(title, why, acts);
  const hidden = [...form.querySelectorAll<HTMLElement>(":scope > .g-sec, :scope > .g-save, [data-restored], [data-arrival]")].filter((part) => !part.hidden);
  for (const part of hidden) part.hidden = true;
  form.append(kept);
  kept.focus();
  scrollTo({ top: 0 });
  edit.addEventListener("click", () => {
    // taken back: it is a draft again until it is saved again, under the same key
    void oneAtATime(async () => {
      const waiting = (await outbox.all(user)).some((parcel) => parcel.client_key === clientKey);
      if (!waiting) return;
      isHandedOver = false;
      await drafts.put(draftNow());
      await outbox.drop(clientKey);
      for (const part of hidden) part.hidden = false;
      kept.remove();
      proofs.resume();
      dispatchEvent(new CustomEvent("genjin:outbox"));
    });
  });
}

// sent from the outbox while this page still shows it as kept
addEventListener("genjin:sent", (event) => {
  const { receipt } = (event as CustomEvent<SentDetail>).detail;
  if (form.querySelector(".g-kept") && receipt.next) toast({ text: words.sent, url: receipt.next });
});

addEventListener("beforeunload", () => void keep());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void keep();
});

await restore();
if (sessionStorage.getItem("genjin-arrived") === String(config.customer.id)) {
  sessionStorage.removeItem("genjin-arrived");
  if (!values.check_in) void arrive();
}
