// Windows that type in one text, the same for every server: when does each keystroke arrive at all the others?
// node driver.mjs '{"url": …, "flavour": "plain" | "hocuspocus", "document": …, "headers": {…}, "clients": 50,
//                   "seconds": 8, "perSecond": 4, "burst": 0}'; prints what was measured as JSON, in milliseconds.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";

const wanted = JSON.parse(process.argv[2]);
const hocuspocus = wanted.flavour === "hocuspocus";
const SYNC = 0, AUTH = 2, REPLY = 4;

class Window {
  doc = new Y.Doc();
  sent = []; // moment at which each keystroke was sent, by its number
  received = [];
  seen = new Map(); // how much of each client arrived here
  synced = false;

  constructor(all) {
    this.all = all;
    this.text = this.doc.getText("text");
    this.doc.on("update", (update, origin) => {
      if (origin !== this) this.socket.send(this.message((to) => (encoding.writeVarUint(to, 2), encoding.writeVarUint8Array(to, update))));
    });
    this.socket = new WebSocket(wanted.url, { headers: wanted.headers, perMessageDeflate: false });
    this.socket.binaryType = "nodebuffer";
    this.socket.on("message", (data) => this.hear(data));
    this.socket.on("error", (error) => fail(error));
    this.socket.on("close", (code) => done || fail(new Error(`closed with ${code}`)));
    this.opened = new Promise((resolve) => this.socket.on("open", resolve)).then(() => this.greet());
  }

  message(write, kind = SYNC) {
    const to = encoding.createEncoder();
    if (hocuspocus) encoding.writeVarString(to, wanted.document);
    encoding.writeVarUint(to, kind);
    write(to);
    return encoding.toUint8Array(to);
  }

  greet() {
    if (hocuspocus) this.socket.send(this.message((to) => (encoding.writeVarUint(to, 0), encoding.writeVarString(to, "token")), AUTH));
    const vector = Y.encodeStateVector(this.doc);
    this.socket.send(this.message((to) => (encoding.writeVarUint(to, 0), encoding.writeVarUint8Array(to, vector))));
  }

  hear(data) {
    const now = performance.now();
    const from = decoding.createDecoder(data);
    if (hocuspocus) decoding.readVarString(from);
    const kind = decoding.readVarUint(from);
    if (kind !== SYNC && kind !== REPLY) return;
    const step = decoding.readVarUint(from);
    const content = decoding.readVarUint8Array(from);
    if (step === 0) return;
    this.received.push(content);
    if (step === 1) this.synced = true;
    for (const [client, until] of Y.parseUpdateMeta(content).to) this.arrived(client, until, now);
  }

  arrived(client, until, now) {
    const typist = this.all.get(client);
    if (!typist || typist === this) return;
    for (let number = this.seen.get(client) ?? 0; number < until; number++) {
      latencies.push(now - typist.sent[number]);
    }
    this.seen.set(client, Math.max(until, this.seen.get(client) ?? 0));
  }

  type() {
    this.sent.push(performance.now());
    this.text.insert(this.sent.length - 1, "x");
  }
}

let done = false;
const latencies = [];
const windows = new Map();
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function fail(error) {
  console.error(error);
  process.exit(1);
}

const list = [];
for (let number = 0; number < wanted.clients; number++) {
  const window = new Window(windows);
  windows.set(window.doc.clientID, window);
  list.push(window);
  await window.opened;
}
for (let tries = 0; tries < 200 && !list.every((window) => window.synced); tries++) await pause(50);
if (!list.every((window) => window.synced)) fail(new Error("not all windows were let in"));
await pause(500);

const ends = performance.now() + wanted.seconds * 1000;
async function steady(window) {
  await pause((Math.random() * 1000) / wanted.perSecond);
  while (performance.now() < ends) {
    window.type();
    await pause(((0.5 + Math.random()) * 1000) / wanted.perSecond);
  }
}
async function bursts() {
  while (performance.now() < ends) {
    for (let number = 0; number < wanted.burst; number++) list.forEach((window) => window.type());
    await pause((wanted.burst * 1000) / wanted.perSecond);
  }
}
await (wanted.burst ? bursts() : Promise.all(list.map(steady)));

const typed = list.reduce((sum, window) => sum + window.sent.length, 0);
const expected = typed * (list.length - 1);
for (let tries = 0; tries < 300 && latencies.length < expected; tries++) await pause(50);
done = true;
const texts = new Set(list.map((window) => {
  for (const update of window.received) Y.applyUpdate(window.doc, update, window);
  return window.text.toString().length;
}));
const sorted = Float64Array.from(latencies).sort();
const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
console.log(JSON.stringify({
  typed, expected, arrived: latencies.length, same: texts.size === 1 && texts.has(typed + (wanted.before ?? 0)),
  p50: at(0.5), p90: at(0.9), p99: at(0.99), most: at(1),
}));
process.exit(0);
