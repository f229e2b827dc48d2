// Writing together: puts a live editor in the place of the text area that the page works with without script.
import * as Y from "yjs";
import { Connection, type State } from "./writing/connection";
import { lookUp, showChips, type Lookup } from "./writing/chips";
import { edit, type Editing } from "./writing/editor";

const never = new Set<State>(["refused", "gone", "full", "lost"]);
const patience = 1_500; // milliseconds before it is said that something is not saved yet

function address(document: string): string {
  const live = window.document.querySelector<HTMLMetaElement>('meta[name="kp-live"]')?.content;
  if (!live) return "";
  const url = new URL(live, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  url.pathname = url.pathname.replace(/live\/?$/, `writing/${document}/live/`);
  url.search = "?saved=1";
  return url.href;
}

function begin(place: HTMLElement): void {
  const right = place.dataset.right;
  const words = place.querySelector<HTMLTextAreaElement>("[data-writing-words]");
  const shown = words ?? place.querySelector<HTMLElement>("[data-writing-read]");
  const at = address(place.dataset.writing ?? "");
  const lookup = lookUp(place.dataset.resolve ?? "");
  if (!words && shown) showChips(shown, lookup, place.dataset);
  // A text that someone wants to save after all, or only suggests, stays in its form.
  if (!shown || !at || right === "suggest" || place.dataset.kept !== undefined) return;
  join(place, shown, words, at, lookup);
}

function join(place: HTMLElement, shown: HTMLElement, words: HTMLTextAreaElement | null, at: string, lookup: Lookup): void {
  const doc = new Y.Doc();
  const connection = new Connection(at, doc);
  let editing: Editing | undefined;
  connection.onState = (state) => {
    say(place, state, words !== null);
    if (never.has(state)) editing?.stop();
  };
  connection.onPeople = (names) => people(place, names);
  connection.onSynced = () => {
    if (editing || (words && words.value !== words.defaultValue)) return;
    editing = edit({ place, shown, readOnly: words === null, doc, awareness: connection.awareness, lookup });
    if (words) takeOver(place, words);
    place.dataset.live = "";
  };
  window.addEventListener("beforeunload", (event) => {
    if (connection.unsaved) event.preventDefault();
  });
  connection.begin();
  offerReferences(place, (token) => editing?.insert(token));
  quoteSelection(place, () => editing?.selected());
}

// The form stays for what it carries; only its text and its button make room.
function takeOver(place: HTMLElement, words: HTMLTextAreaElement): void {
  words.hidden = words.disabled = true;
  const save = place.querySelector<HTMLElement>("[data-writing-save]");
  if (save) save.hidden = true;
  place.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
}

let saying: number | undefined;

function say(place: HTMLElement, state: State, writes: boolean): void {
  const line = place.querySelector<HTMLElement>("[data-writing-state]");
  if (!line) return;
  window.clearTimeout(saying);
  const name = !writes && state === "saved" ? "reading" : state;
  const tell = (): void => {
    line.hidden = false;
    line.dataset.state = state;
    const text = place.getAttribute(`data-text-${name}`) ?? "";
    if (line.textContent !== text) line.textContent = text;
  };
  // Every keystroke is saved within a moment: who listens to the page is not told each time.
  if (state === "saving") saying = window.setTimeout(() => {
    line.dataset.state = "unsaved";
    line.textContent = place.getAttribute("data-text-unsaved") ?? "";
  }, patience);
  else tell();
}

function people(place: HTMLElement, names: string[]): void {
  const line = place.querySelector<HTMLElement>("[data-writing-people]");
  if (!line) return;
  line.hidden = false;
  const unique = [...new Set(names)].sort((a, b) => a.localeCompare(b));
  line.textContent = unique.length === 0
    ? (place.dataset.textAlone ?? "")
    : `${place.dataset.textHere ?? ""} ${new Intl.ListFormat(document.documentElement.lang).format(unique)}`;
}

type Offered = { token: string; label: string };

function offerReferences(place: HTMLElement, insert: (token: string) => void): void {
  const bar = place.querySelector<HTMLElement>("[data-writing-references]");
  const list = bar?.querySelector("select");
  const from = place.dataset.references;
  if (!bar || !list || !from) return;
  void fetch(from, { headers: { Accept: "application/json" }, credentials: "same-origin" })
    .then((answer) => (answer.ok ? (answer.json() as Promise<{ references?: Offered[] }>) : { references: [] }))
    .then(({ references = [] }) => {
      list.replaceChildren(...references.map(({ token, label }) => new Option(label, token)));
      bar.hidden = references.length === 0;
    })
    .catch(() => (bar.hidden = true));
  bar.querySelector("button")?.addEventListener("click", () => list.value && insert(list.value));
}

// Whoever selects words and goes on to the comment does not have to copy them.
function quoteSelection(place: HTMLElement, selected: () => { text: string; from: number } | undefined): void {
  const form = document.querySelector<HTMLFormElement>("[data-writing-comment]");
  if (!form || document.querySelectorAll("[data-writing]").length !== 1 || !place.isConnected) return;
  const field = (name: string): HTMLInputElement | null => form.querySelector(`[name="${name}"]`);
  form.addEventListener("focusin", () => {
    const quote = field("quote");
    const near = field("near");
    const found = selected();
    if (!quote || !near || !found?.text || quote.value) return;
    quote.value = found.text;
    near.value = String(found.from);
  });
}

document.querySelectorAll<HTMLElement>("[data-writing]").forEach(begin);
