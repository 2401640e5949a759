/**
 * Cuts bytes into lines of text, whatever chunks they come in.
 *
 * A line ends with LF alone (U+2028 may stand inside a JSON text), the last one also with the end. A CR before the LF is the
 * reader's to pass over. A byte order mark before the first line is dropped.
 */

/** Why a line is no text: bytes that are no UTF-8, or more than 16 MiB without an end. */
export interface UnreadableLine {
  readonly problem: 'not UTF-8' | 'longer than 16 MiB';
}

export interface LineCutter {
  /** The lines that this chunk ends. */
  push(chunk: Uint8Array): Iterable<string | UnreadableLine>;
  /** The last line, where the text does not end with LF; else nothing. */
  end(): Iterable<string | UnreadableLine>;
}

const lineFeed = 10;
const longestLine = 16 * 1024 * 1024;

/** A cutter at the begin of a text. */
export function createLineCutter(): LineCutter {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  let atStart = true;

  const textOf = (bytes: Uint8Array): string | UnreadableLine => {
    if (bytes.length > longestLine) return { problem: 'longer than 16 MiB' };
    try {
      const text = decoder.decode(bytes);
      const marked = atStart && text.startsWith('\uFEFF');
      atStart = false;
      return marked ? text.slice(1) : text;
    } catch {
      return { problem: 'not UTF-8' }; // the one thing that a fatal decoder throws for
    }
  };

  const lineOf = (last: Uint8Array): string | UnreadableLine => {
    if (begunBytes === 0) return textOf(last);
    const bytes = new Uint8Array(begunBytes + last.length);
    let at = 0;
    for (const part of [...begun, last]) {
      bytes.set(part, at);
      at += part.length;
    }
    begun = [];
    begunBytes = 0;
    return textOf(bytes);
  };

  function* push(chunk: Uint8Array): Iterable<string | UnreadableLine> {
    let from = 0;
    for (let to = chunk.indexOf(lineFeed); to >= 0; to = chunk.indexOf(lineFeed, from)) {
      yield lineOf(chunk.subarray(from, to));
      from = to + 1;
    }
    if (from < chunk.length) {
      begun.push(chunk.slice(from));
      begunBytes += chunk.length - from;
      if (begunBytes > longestLine) yield { problem: 'longer than 16 MiB' };
    }
  }

  return {
    push,
    end: () => (begunBytes === 0 ? [] : [lineOf(new Uint8Array(0))]),
  };
}
