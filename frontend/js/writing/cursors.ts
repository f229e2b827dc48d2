// Where the others are: their cursor with their name, and what they have selected. Colours come from the style sheet.
import { Annotation, RangeSet, type Range } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

type Where = { user?: { name?: string }; cursor?: { anchor: unknown; head: unknown } | null };

const colours = 6;
const moved = Annotation.define<boolean>();

class Caret extends WidgetType {
  constructor(private readonly name: string, private readonly colour: number) {
    super();
  }

  override eq(other: Caret): boolean {
    return other.name === this.name && other.colour === this.colour;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement("span");
    caret.className = `kp-caret kp-caret--${this.colour}`;
    caret.setAttribute("aria-hidden", "true");
    const name = document.createElement("span");
    name.className = "kp-caret__name";
    name.textContent = this.name;
    caret.append("\u2060", name);
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

export function cursors(text: Y.Text, awareness: Awareness) {
  const doc = text.doc!;
  const place = (position: unknown): number | undefined => {
    try {
      const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc);
      return found?.type === text ? found.index : undefined;
    } catch {
      return undefined;
    }
  };
  const marks = (view: EditorView): DecorationSet => {
    const found: Range<Decoration>[] = [];
    awareness.getStates().forEach((state, client) => {
      const { user, cursor } = state as Where;
      if (client === doc.clientID || !cursor) return;
      const anchor = place(cursor.anchor);
      const head = place(cursor.head);
      if (anchor === undefined || head === undefined || Math.max(anchor, head) > view.state.doc.length) return;
      const colour = client % colours;
      const [from, to] = anchor < head ? [anchor, head] : [head, anchor];
      if (from < to) found.push(Decoration.mark({ class: `kp-selected kp-caret--${colour}` }).range(from, to));
      found.push(Decoration.widget({ widget: new Caret(user?.name ?? "", colour), side: 1 }).range(head));
    });
    return RangeSet.of(found, true);
  };
  return ViewPlugin.fromClass(class {
    decorations: DecorationSet;
    readonly #listener: (news: Record<"added" | "updated" | "removed", number[]>) => void;
    constructor(view: EditorView) {
      this.decorations = marks(view);
      this.#listener = ({ added, updated, removed }) => {
        const others = [...added, ...updated, ...removed].some((client) => client !== doc.clientID);
        if (others) view.dispatch({ annotations: moved.of(true) });
      };
      awareness.on("change", this.#listener);
    }
    destroy(): void {
      awareness.off("change", this.#listener);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.transactions.some((one) => one.annotation(moved))) this.decorations = marks(update.view);
      if (update.docChanged || update.selectionSet || update.focusChanged) this.#tell(update.view);
    }
    #tell(view: EditorView): void {
      const { anchor, head } = view.state.selection.main;
      const at = (index: number): unknown => Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, Math.min(index, text.length)));
      awareness.setLocalStateField("cursor", view.hasFocus ? { anchor: at(anchor), head: at(head) } : null);
    }
  }, { decorations: (plugin) => plugin.decorations });
}
