// Keeps a document in step with the server: what is typed is kept here until the server says that it is safe there.
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { ANSWER, ASK, AWARENESS, message, Reader, SAVED, SYNC, UPDATE } from "./wire";

export type State =
  | "connecting" | "saved" | "saving" | "offline" | "offline-idle" | "refused" | "gone" | "full" | "lost";

const times = { shortest: 400, longest: 15_000, silence: 90_000, gather: 100 };
const tries = { outOfStep: 3 };
// Codes with which the server shuts a window for good; after any other the window comes back.
const finals: Record<number, State> = { 4400: "lost", 4403: "refused", 4404: "gone", 4413: "full" };

export class Connection {
  readonly awareness: Awareness;
  onState: (state: State) => void = () => {};
  onPeople: (names: string[]) => void = () => {};
  onSynced: () => void = () => {};

  #socket: WebSocket | undefined;
  #synced = false;
  #everSynced = false;
  #ended = false;
  #dirty = false; // something was typed that was not sent
  #sent = 0;
  #saved = 0;
  #failures = 0;
  #outOfStep = 0;
  #again: number | undefined;
  #silence: number | undefined;
  #gathered = new Set<number>();
  #gathering: number | undefined;

  constructor(private readonly address: string, private readonly doc: Y.Doc) {
    this.awareness = new Awareness(doc);
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#typed(update);
    });
    this.awareness.on("update", ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>, origin: unknown) => {
      if (origin !== this) [...added, ...updated, ...removed].forEach((client) => this.#gathered.add(client));
      this.#gathering ??= window.setTimeout(() => this.#tellPresence(), times.gather);
      this.#showPeople();
    });
  }

  get unsaved(): boolean {
    return this.#dirty || this.#saved < this.#sent;
  }

  begin(): void {
    this.onState("connecting");
    window.addEventListener("online", () => this.#retry(0));
    this.#connect();
  }

  #connect(): void {
    window.clearTimeout(this.#again);
    this.#again = undefined;
    if (this.#ended || this.#socket) return;
    const socket = (this.#socket = new WebSocket(this.address));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(message([SYNC, ASK], Y.encodeStateVector(this.doc)));
    socket.onmessage = (event: MessageEvent<ArrayBuffer>) => this.#hear(new Reader(new Uint8Array(event.data)));
    socket.onclose = (event) => this.#lose(socket, event.code);
    this.#listen();
  }

  // A connection can be dead without a word; presence is told every fifteen seconds, so silence means something.
  #listen(): void {
    window.clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#silence = window.setTimeout(() => socket && this.#lose(socket, 1006), times.silence);
  }

  #hear(reader: Reader): void {
    this.#listen();
    while (!reader.done) {
      const kind = reader.number();
      if (kind === SAVED) {
        this.#saved = reader.number();
        this.#outOfStep = 0;
      } else if (kind === SYNC) {
        this.#sync(reader.number(), reader.piece());
      } else if (kind === AWARENESS) {
        applyAwarenessUpdate(this.awareness, reader.piece(), this);
      } else reader.piece();
    }
    this.#show();
  }

  #sync(step: number, content: Uint8Array): void {
    if (step === ASK) {
      // Everything the server lacks goes along, also what was typed without a connection.
      this.#synced = true;
      this.#failures = 0;
      this.#dirty = false;
      this.#send(message([SYNC, ANSWER], Y.encodeStateAsUpdate(this.doc, content)));
      // The first state of a window has number 0, which other windows take for old; said again it has a new one.
      this.awareness.setLocalState(this.awareness.getLocalState());
      this.#gathered.add(this.doc.clientID);
      this.#tellPresence();
      this.#showPeople();
      return;
    }
    Y.applyUpdate(this.doc, content, this);
    if (step === ANSWER) {
      this.#everSynced = true;
      this.onSynced();
    }
  }

  #typed(update: Uint8Array): void {
    if (this.#synced) this.#send(message([SYNC, UPDATE], update));
    else this.#dirty = true;
    this.#show();
  }

  #send(content: Uint8Array<ArrayBuffer>): void {
    this.#sent += 1;
    this.#socket?.send(content);
  }

  #tellPresence(): void {
    window.clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const own = [...this.#gathered].filter((client) => client === this.doc.clientID);
    this.#gathered.clear();
    if (this.#synced && own.length) this.#socket?.send(message([AWARENESS], encodeAwarenessUpdate(this.awareness, own)));
  }

  #showPeople(): void {
    const names: string[] = [];
    this.awareness.getStates().forEach((state, client) => {
      const name = (state as { user?: { name?: string } }).user?.name;
      if (client !== this.doc.clientID && name) names.push(name);
    });
    this.onPeople(names);
  }

  #lose(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    socket.close();
    window.clearTimeout(this.#silence);
    this.#dirty ||= this.#saved < this.#sent;
    this.#synced = false;
    this.#sent = this.#saved = 0;
    const others = [...this.awareness.getStates().keys()].filter((client) => client !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    // The numbers of what they said go too: after the connection is back the same words are news again.
    others.forEach((client) => this.awareness.meta.delete(client));
    if (code === 4409 && ++this.#outOfStep >= tries.outOfStep) return this.#end("lost");
    const final = finals[code];
    if (final) return this.#end(final);
    this.#show();
    this.#retry(Math.min(times.longest, times.shortest * 2 ** this.#failures++) * (0.5 + Math.random() / 2));
  }

  #retry(pause: number): void {
    window.clearTimeout(this.#again);
    this.#again = window.setTimeout(() => this.#connect(), pause);
  }

  #end(state: State): void {
    this.#ended = true;
    this.onState(state);
  }

  #show(): void {
    if (this.#ended) return;
    if (this.#synced) this.onState(this.unsaved ? "saving" : "saved");
    else if (this.#dirty) this.onState("offline");
    else this.onState(this.#everSynced ? "offline-idle" : "connecting");
  }
}
