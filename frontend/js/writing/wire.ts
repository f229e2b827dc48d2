// The messages of y-protocols, as far as this page speaks them: numbers of variable length and pieces of bytes.

export const SYNC = 0;
export const AWARENESS = 1;
export const SAVED = 100;
export const ASK = 0;
export const ANSWER = 1;
export const UPDATE = 2;

function numbered(value: number): number[] {
  const parts: number[] = [];
  let rest = value;
  while (rest > 127) {
    parts.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  parts.push(rest);
  return parts;
}

export function message(head: number[], content: Uint8Array): Uint8Array<ArrayBuffer> {
  const before = [...head, ...numbered(content.length)];
  const whole = new Uint8Array(before.length + content.length);
  whole.set(before);
  whole.set(content, before.length);
  return whole;
}

export class Reader {
  #at = 0;

  constructor(private readonly content: Uint8Array) {}

  get done(): boolean {
    return this.#at >= this.content.length;
  }

  number(): number {
    let value = 0;
    let weight = 1;
    for (;;) {
      const byte = this.content[this.#at++];
      if (byte === undefined) throw new RangeError("the message ends too early");
      value += (byte & 127) * weight;
      if (byte < 128) return value;
      weight *= 128;
    }
  }

  piece(): Uint8Array {
    const length = this.number();
    this.#at += length;
    return this.content.subarray(this.#at - length, this.#at);
  }
}
