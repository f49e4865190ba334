// Recording a visit: everything typed is kept on the phone at once, judged while it is typed, and saving always succeeds.

import { recall, remember } from "./kept";
import { pause, SignedOut, Unreachable, uuid } from "./net";
import { bodyOf, deliver, oneAtATime, type Delivery, type Receipt } from "./outbox";
import { openPalette } from "./palette";
import { drafts, outbox, spendKey, spentKeys, type CheckIn, type Draft, type Parcel, type ProofKind } from "./store";
import type { SentDetail } from "./strip";
import { icon, toast, toastOnNextPage } from "./toast";
import { Contacts } from "./visit/contacts";
import { dayWords, DueField } from "./visit/due";
import { ideaChip } from "./visit/ideas";
import { Judge, shortOf, showReasons, type Verdict } from "./visit/judge";
import { isKeptShown, showKept } from "./visit/kept";
import { blank, config, filesOf, find, form, isEmpty, user, valuesOf } from "./visit/page";
import { arrivalWords, placeNow } from "./visit/place";
import { Proofs } from "./visit/proofs";
import { WordsField } from "./visit/words-field";
import { words } from "./words";

const ALL_PLACES = ["text", "next_step", "due", "photos", "need_type", "contacts"];

const nextField = find<HTMLInputElement>("[data-next]");
const saveState = find("[data-save-state]");
const saveWords = find("[data-save-words]");
const saveButton = find<HTMLButtonElement>("[data-save-button]");
const saveProgress = find<HTMLProgressElement>("[data-save-progress]");
const quoteButton = find<HTMLButtonElement>("[data-quote]");
const arriveButton = form.querySelector<HTMLButtonElement>("[data-arrive-now]");

let clientKey = config.client_key;
let need = "";
let occurredAt = blank().occurred_at;
let checkIn: CheckIn | null = null;
let isNoPhotoAsked = false;
/** the places already dealt with: nothing scolds before one has begun */
let touched = new Set<string>();
let refusedIdeas = new Set<string>();
let problem: string | undefined;
let isSaving = false;
/** handed over, or waiting in the outbox: there is no draft to keep any more */
let isHandedOver = false;

const field = new WordsField(find<HTMLTextAreaElement>("[data-words]"), find("[data-words-back]"), () => changed("text"));
const contacts = new Contacts(() => changed("contacts"));
const due = new DueField(() => {
  drawIdeas(judge.last);
  changed("due");
});
const proofs = new Proofs(find("[data-files]"), keep, () => changed("photos"));
const judge = new Judge(
  () => {
    const { quotes: _quotes, check_in: _place, no_photo_request: _asked, draft: _draft, ...judged } = bodyOf(draftNow());
    return judged;
  },
  onVerdict,
  (error) => {
    if (error instanceof SignedOut) askToSignIn();
    else if (error instanceof Unreachable) showState("", words.keptOffline, "cloud-off");
  },
);

function askToSignIn(): void {
  toast({ text: words.signedOut, url: `/sign-in/?next=${encodeURIComponent(location.pathname)}`, more: words.signIn }, true);
}

// ---------- kept on the phone ----------

function draftNow(): Draft {
  return {
    client_key: clientKey,
    user,
    customer: config.customer.id,
    customer_name: config.customer.name,
    values: {
      need_type: need,
      text: field.text,
      quotes: field.quotes,
      next_text: nextField.value,
      due_on: due.on,
      contacts: contacts.met,
      check_in: checkIn,
      occurred_at: occurredAt,
      no_photo_request: isNoPhotoAsked,
    },
    files: proofs.files,
    updated_at: Date.now(),
    ...(problem ? { problem } : {}),
  };
}

let isWarned = false;

async function keep(): Promise<void> {
  if (isSaving || isHandedOver) return;
  if (touched.size === 0 && !checkIn) return; // looked at, not begun: the contact set beforehand is no draft
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

/** Which draft this page goes on with: what the phone has, else what the server has, else a clean sheet under an unused key. */
async function restore(): Promise<void> {
  const spent = spentKeys();
  const server = config.draft && spent[clientKey] !== 201 ? config.draft : null;
  if (!server && spent[clientKey]) clientKey = uuid();
  const here = (await drafts.all(user))
    .filter((draft) => String(draft.customer) === String(config.customer.id) && !isEmpty(draft))
    .filter((draft) => !server || draft.client_key === config.client_key)
    .sort((a, b) => b.updated_at - a.updated_at)[0];
  if (here) clientKey = here.client_key;
  problem = here?.problem;
  fill(here?.values ?? (server ? valuesOf(server) : blank()));
  if (here) proofs.restore(here.files);
  else if (server) proofs.restore(filesOf(server));
  if (here || server) {
    touched = new Set(ALL_PLACES);
    showRestored(problem ?? words.restored);
  } else {
    contacts.preset();
    contacts.draw();
  }
  judge.soon();
}

function fill(values: ReturnType<typeof blank>): void {
  need = values.need_type;
  occurredAt = values.occurred_at;
  checkIn = values.check_in;
  isNoPhotoAsked = values.no_photo_request;
  contacts.met = values.contacts;
  due.on = values.due_on;
  due.isChosen = values.due_on !== "";
  nextField.value = values.next_text;
  field.quotes = [...values.quotes];
  field.text = values.text;
  contacts.draw();
  due.draw();
  drawNeed();
  drawArrival();
  drawQuoteButton();
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
    problem = undefined;
    touched = new Set();
    refusedIdeas = new Set();
    find("[data-restored]").hidden = true;
    fill(blank());
    drawIdeas(null);
    judge.soon();
  });
});

// ---------- the fields ----------

function drawNeed(): void {
  for (const radio of form.querySelectorAll<HTMLInputElement>("[name=need_type]")) radio.checked = radio.value === need;
}

find("[data-needs]").addEventListener("change", (event) => {
  need = (event.target as HTMLInputElement).value;
  refusedIdeas.add("need");
  drawIdeas(judge.last);
  changed("need_type");
});

nextField.addEventListener("input", () => changed("next_step"));

quoteButton.addEventListener("click", () => {
  field.toggle();
  changed("text");
  if (judge.last) showReasons(form, judge.last, touched, field.quotes.length);
});
document.addEventListener("selectionchange", drawQuoteButton);

function drawQuoteButton(): void {
  quoteButton.hidden = !field.text.trim();
  quoteButton.textContent = field.isMarked() ? words.quoteDrop : words.quoteAdd;
}

for (const input of form.querySelectorAll<HTMLInputElement>("[data-file]")) {
  input.addEventListener("change", () => {
    if (input.files?.length) proofs.add(input.dataset.file as "photo" | ProofKind, [...input.files]);
    input.value = "";
  });
}

const noPhoto = find("[data-no-photo]");
noPhoto.addEventListener("click", () => {
  const panel = find("[data-no-photo-panel]");
  panel.hidden = !panel.hidden;
  noPhoto.setAttribute("aria-expanded", String(!panel.hidden));
  if (config.no_photo !== "none") return;
  isNoPhotoAsked = !panel.hidden;
  noPhoto.setAttribute("aria-pressed", String(isNoPhotoAsked));
  changed("photos");
});

find("[data-pick-customer]").addEventListener("click", () => openPalette("visit"));

// ---------- the place ----------

arriveButton?.addEventListener("click", () => void arrive());

async function arrive(): Promise<void> {
  occurredAt = new Date().toISOString();
  if (arriveButton) arriveButton.hidden = true;
  sayArrival(words.locating);
  checkIn = await placeNow();
  drawArrival(true);
  await keep();
}

function drawArrival(isKnown = checkIn !== null): void {
  if (!isKnown || !arriveButton) return;
  arriveButton.hidden = true;
  sayArrival(arrivalWords(occurredAt, checkIn));
}

function sayArrival(text: string): void {
  const line = find("[data-arrival-words]");
  line.hidden = false;
  line.textContent = text;
}

// ---------- the verdict ----------

function onVerdict(verdict: Verdict): void {
  const errors = verdict.errors.filter((error) => error.code !== "photo_required" || !proofs.isUnderWay);
  proofs.showFindings(verdict.findings ?? []);
  showReasons(form, { ...verdict, errors }, touched, field.quotes.length);
  drawIdeas(verdict);
  if (proofs.isUnderWay) {
    showState("", words.photosOnTheirWay(proofs.arrived.length, proofs.files.length), "cloud-upload");
  } else if (verdict.is_valid) showState("ok", words.valid);
  else showState(touched.size > 0 ? "more" : "", errors.length > 0 ? shortOf(errors) : "");
}

/** Fills in what the words seem to mean, as long as nobody has chosen otherwise, and shows why. */
function drawIdeas(verdict: Verdict | null): void {
  const day = verdict?.proposals?.due?.find((idea) => !refusedIdeas.has(idea.on));
  const kind = refusedIdeas.has("need") ? null : verdict?.proposals?.need_type;
  let isFilled = false;
  if (kind && need !== kind.key) {
    need = kind.key;
    isFilled = true;
    drawNeed();
  }
  if (day && !due.isChosen && due.on !== day.on) {
    due.on = day.on;
    isFilled = true;
    due.draw();
  }
  const shown: { label: string; cause: string; refuse: () => void }[] = [];
  if (kind) shown.push({ label: kind.label ?? "", cause: kind.words, refuse: () => refuse("need", () => (need = "")) });
  if (day && due.on === day.on && day.words) {
    shown.push({ label: day.label || dayWords(day.on), cause: day.words, refuse: () => refuse(day.on, () => (due.on = "")) });
  }
  field.setCauses(shown.map((idea) => idea.cause));
  find("[data-ideas]").replaceChildren(...shown.map((idea) => ideaChip(idea.label, idea.cause, idea.refuse)));
  if (isFilled) judge.soon();
}

function refuse(idea: string, takeBack: () => void): void {
  refusedIdeas.add(idea);
  takeBack();
  drawNeed();
  due.draw();
  drawIdeas(judge.last);
  changed(idea === "need" ? "need_type" : "due");
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
  isSaving = true;
  saveButton.setAttribute("aria-busy", "true");
  clearTimeout(keepTimer);
  // saved faster than judged: the words may still propose the day
  if (judge.isBehind && !due.on && navigator.onLine) await Promise.race([judge.now(), pause(800)]);
  proofs.halt();
  const parcel: Parcel = { ...draftNow(), key: uuid(), queued_at: Date.now() };
  delete parcel.problem;
  // first onto the phone, then onto the network: whatever happens now, it is not lost
  await outbox.put(parcel);
  await drafts.drop(clientKey);
  spendKey(clientKey, 202);
  const delivery = (await deliverInTurn(parcel)) ?? { state: "waiting" as const };
  isSaving = false;
  isHandedOver = delivery.state !== "refused";
  saveButton.removeAttribute("aria-busy");
  saveProgress.hidden = true;
  dispatchEvent(new CustomEvent("genjin:outbox"));
  afterSave(delivery);
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
    touched = new Set(ALL_PLACES);
    const errors = delivery.fields.map((one) => ({ ...one, code: "refused" }));
    showRestored(delivery.problem);
    showReasons(form, { is_valid: false, errors, findings: [] }, touched, field.quotes.length);
    showState("more", delivery.problem);
    proofs.resume();
    return;
  }
  if (delivery.state === "signed-out") askToSignIn();
  showKept(takeBack);
}

/** A record that waits becomes a draft again until it is saved again, under the same key. */
async function takeBack(): Promise<boolean> {
  const could = await oneAtATime(async () => {
    if (!(await outbox.all(user)).some((parcel) => parcel.client_key === clientKey)) return false;
    await drafts.put(draftNow());
    await outbox.drop(clientKey);
    return true;
  });
  if (!could) return false;
  isHandedOver = false;
  proofs.resume();
  dispatchEvent(new CustomEvent("genjin:outbox"));
  return true;
}

function leave(receipt: Receipt): void {
  toastOnNextPage(receipt.toast ?? (receipt.status === 202 ? words.savedIncomplete : words.saved));
  location.assign(receipt.next ?? `/customers/${config.customer.id}/`);
}

// the outbox sent it while this page still shows it as kept
addEventListener("genjin:sent", (event) => {
  const { client_key, receipt } = (event as CustomEvent<SentDetail>).detail;
  if (client_key !== clientKey || !isKeptShown()) return;
  event.preventDefault();
  leave(receipt);
});

addEventListener("pagehide", () => void keep());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void keep();
});

await restore();
if (recall("session", "genjin-arrived") === String(config.customer.id)) {
  remember("session", "genjin-arrived", null);
  if (!checkIn) void arrive();
}
