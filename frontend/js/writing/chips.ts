// Live references ({{indicator method area}}, {{duiding UUID}}) shown with their value, as the node knows it now.
import { RangeSetBuilder, StateEffect } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";

const token = /\{\{(?:duiding [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9_]+(?:\.[a-z0-9_]+)+ [a-z][a-z0-9_]* [A-Z]{2}[0-9A-Z]*)\}\}/g;
const times = { gather: 150, fresh: 60_000 };

export type Value = { token: string; text: string; label?: string; note?: string };
type Listener = () => void;

export type Lookup = {
  value(reference: string): Value | undefined;
  listen(listener: Listener): void;
};

// Asks for all references of the page together; one that is not known, or whom nobody answers, stays as it is written.
export function lookUp(address: string): Lookup {
  const known = new Map<string, { value: Value | undefined; at: number }>();
  const wanted = new Set<string>();
  const listeners = new Set<Listener>();
  let waiting: number | undefined;
  const fetchAll = async (): Promise<void> => {
    waiting = undefined;
    const asked = [...wanted].slice(0, 100);
    asked.forEach((one) => wanted.delete(one));
    const url = new URL(address, location.href);
    asked.forEach((one) => url.searchParams.append("reference", one));
    let found: Value[] = [];
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.ok) found = ((await answer.json()) as { references?: Value[] }).references ?? [];
    } catch {
      // Without an answer the references stand as they are written.
    }
    for (const one of asked) known.set(one, { value: found.find((value) => value.token === one), at: Date.now() });
    listeners.forEach((listener) => listener());
    if (wanted.size) waiting = window.setTimeout(() => void fetchAll(), times.gather);
  };
  return {
    value(reference) {
      const found = known.get(reference);
      if (address && (!found || Date.now() - found.at > times.fresh)) {
        wanted.add(reference);
        waiting ??= window.setTimeout(() => void fetchAll(), times.gather);
      }
      return found?.value;
    },
    listen: (listener) => void listeners.add(listener),
  };
}

function chip(reference: string, lookup: Lookup, words: DOMStringMap): HTMLElement {
  const value = lookup.value(reference);
  const element = document.createElement("span");
  element.className = "kp-chip";
  const plain = reference.slice(2, -2);
  element.textContent = value ? value.text : plain;
  if (value?.label) element.title = `${value.label}${value.note ? ` · ${value.note}` : ""}`;
  else element.title = `${plain}: ${words.textUnknown ?? ""}`;
  if (!value) element.dataset.unknown = "";
  const spoken = document.createElement("span");
  spoken.className = "kp-visually-hidden";
  spoken.textContent = ` (${words.textFigure ?? ""}: ${value?.label ?? plain})`;
  element.append(spoken);
  return element;
}

// In a text that is only read.
export function showChips(place: HTMLElement, lookup: Lookup, words: DOMStringMap): void {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  const chips: [HTMLElement, string][] = [];
  for (const text of texts) {
    const parts: (string | Node)[] = [];
    let at = 0;
    for (const found of text.data.matchAll(token)) {
      const element = chip(found[0], lookup, words);
      chips.push([element, found[0]]);
      parts.push(text.data.slice(at, found.index), element);
      at = found.index + found[0].length;
    }
    if (parts.length) text.replaceWith(...parts, text.data.slice(at));
  }
  lookup.listen(() => {
    for (const entry of chips) {
      const fresh = chip(entry[1], lookup, words);
      entry[0].replaceWith(fresh);
      entry[0] = fresh;
    }
  });
}

class Chip extends WidgetType {
  constructor(private readonly reference: string, private readonly lookup: Lookup, private readonly words: DOMStringMap, private readonly shown = lookup.value(reference)) {
    super();
  }

  override eq(other: Chip): boolean {
    return other.reference === this.reference && other.shown === this.shown;
  }

  override toDOM(): HTMLElement {
    return chip(this.reference, this.lookup, this.words);
  }
}

const looked = StateEffect.define();

// In the editor: a chip, until the cursor comes to it; then it can be read and changed as it is written.
export function chips(lookup: Lookup, words: DOMStringMap) {
  const marks = (view: EditorView): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    const { from, to } = view.state.selection.main;
    for (const range of view.visibleRanges) {
      for (const found of view.state.sliceDoc(range.from, range.to).matchAll(token)) {
        const start = range.from + found.index;
        const end = start + found[0].length;
        if (view.hasFocus && from <= end && to >= start) continue;
        builder.add(start, end, Decoration.replace({ widget: new Chip(found[0], lookup, words) }));
      }
    }
    return builder.finish();
  };
  return ViewPlugin.fromClass(class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = marks(view);
      lookup.listen(() => view.dispatch({ effects: looked.of(null) }));
    }
    update(update: ViewUpdate): void {
      const news = update.transactions.some((one) => one.effects.some((effect) => effect.is(looked)));
      if (news || update.docChanged || update.selectionSet || update.viewportChanged || update.focusChanged) {
        this.decorations = marks(update.view);
      }
    }
  }, { decorations: (plugin) => plugin.decorations });
}
