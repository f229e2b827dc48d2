// The editor itself: CodeMirror on the shared text. Tab leaves it, as it leaves a text area.
import { defaultKeymap } from "@codemirror/commands";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import type { Awareness } from "y-protocols/awareness";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import * as Y from "yjs";
import { chips, type Lookup } from "./chips";
import { cursors } from "./cursors";

export type Editing = {
  insert(token: string): void;
  selected(): { text: string; from: number };
  stop(): void;
};

type Wanted = { place: HTMLElement; shown: HTMLElement; readOnly: boolean; doc: Y.Doc; awareness: Awareness; lookup: Lookup };

export function edit({ place, shown, readOnly, doc, awareness, lookup }: Wanted): Editing {
  const text = doc.getText("text");
  const may = new Compartment();
  const closed = [EditorState.readOnly.of(true), EditorView.editable.of(false)];
  const id = `text-${place.dataset.writing}`;
  const view = new EditorView({
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        yCollab(text, null, { undoManager: readOnly ? false : new Y.UndoManager(text) }),
        keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-labelledby": readOnly ? `${id}-title` : `${id}-label`,
          "aria-describedby": readOnly ? "" : `${id}-help`,
          spellcheck: "true",
          lang: document.documentElement.lang,
          ...(readOnly ? { tabindex: "0" } : {}),
        }),
        chips(lookup, place.dataset),
        cursors(text, awareness),
        may.of(readOnly ? closed : []),
      ],
    }),
  });
  view.dom.classList.add("kp-editor");
  const focused = document.activeElement === shown;
  shown.after(view.dom);
  shown.hidden = true;
  if (focused) view.focus();
  // The label of the text area now stands for the editor.
  document.getElementById(`${id}-label`)?.addEventListener("click", () => view.focus());
  return {
    insert(token) {
      const { from, to } = view.state.selection.main;
      view.dispatch({ changes: { from, to, insert: token }, selection: { anchor: from + token.length } });
      view.focus();
    },
    selected() {
      const { from, to } = view.state.selection.main;
      return { text: view.state.sliceDoc(from, to), from };
    },
    stop: () => view.dispatch({ effects: may.reconfigure(closed) }),
  };
}
