/** Reads a server's events by fetch, as the extension does. */
import { expect } from 'vitest';

export interface StreamEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export class EventStream {
  readonly #abort = new AbortController();
  readonly #events: StreamEvent[] = [];
  #wake = (): void => {};
  ended = false;

  constructor(url: string, token: string) {
    void this.#read(url, token);
  }

  async #read(url: string, token: string): Promise<void> {
    try {
      const response = await fetch(`${url}/v1/events`, {
        headers: { authorization: `Bearer ${token}` },
        signal: this.#abort.signal,
      });
      const text = response.body?.pipeThrough(new TextDecoderStream());
      let rest = '';
      for await (const part of text ?? []) {
        const blocks = `${rest}${part}`.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.#take(block);
      }
    } catch {
      // aborted by the test, or cut off by the server: both are an end
    }
    this.ended = true;
    this.#wake();
  }

  #take(block: string): void {
    const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1] ?? '';
    this.#events.push({ event: field('event'), data: JSON.parse(field('data')) });
    this.#wake();
  }

  /** The next event, waited for. */
  async next(): Promise<StreamEvent | null> {
    while (this.#events.length === 0 && !this.ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#events.shift() ?? null;
  }

  /** The last event before the stream ended, waited for. */
  async last(): Promise<StreamEvent | null> {
    let last: StreamEvent | null = null;
    for (let next = await this.next(); next !== null; next = await this.next()) last = next;
    return last;
  }

  /** Reads events up to one that says this head. */
  async untilHead(head: number): Promise<void> {
    for (;;) {
      const next = await this.next();
      expect(next).not.toBeNull();
      if (next === null || next.data.head === head) return;
    }
  }

  close(): void {
    this.#abort.abort();
  }
}
