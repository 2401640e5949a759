/**
 * Opaque ids of fills, for URLs: book, place, and a mark that only this vault can make.
 *
 * The mark is a keyed hash of the fill's identity, so that it tells nothing of the exchange's id; the place says where to look
 * first. A fill that came late moves places, and the mark is then found near by.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Book } from '../../shared/ledger/book';
import type { Fill } from '../../shared/ledger/fill';
import type { Breath } from './breath';

export interface FillIds {
  /** The id of the fill at this place of the book with this id. */
  idOf(bookId: string, place: number, fill: Fill): string;
  bookIdOf(fillId: string): string;
  /** Where the fill is in its book now; null where it is not there. */
  placeIn(book: Book, fillId: string, breath: Breath): Promise<number | null>;
}

const markBytes = 8;

const parts = (fillId: string): readonly [bookId: string, place: number, mark: string] => {
  const [bookId = '', place = '', mark = ''] = fillId.split('.');
  return [bookId, /^\d{1,9}$/.test(place) ? Number(place) : 0, mark];
};

/** `keyHex`: a name that the vault gave, which is a keyed hash of its own. */
export function createFillIds(keyHex: string): FillIds {
  const keyed = hmac.create(sha256, hexToBytes(keyHex));
  const markOf = ({ exchange, id, side }: Fill): string =>
    bytesToHex(
      keyed
        .clone()
        .update(utf8ToBytes(`${side} ${id} ${exchange}`))
        .digest()
        .subarray(0, markBytes),
    );

  return {
    idOf: (bookId, place, fill) => `${bookId}.${place}.${markOf(fill)}`,
    bookIdOf: (fillId) => parts(fillId)[0],
    async placeIn(book, fillId, breath) {
      const [, hint, mark] = parts(fillId);
      const count = book.fillCount();
      const start = Math.min(hint, Math.max(0, count - 1));
      const isAt = (place: number): boolean => {
        const [fill] = book.fills(place, 1);
        return fill !== undefined && markOf(fill) === mark;
      };
      for (let away = 0; start - away >= 0 || start + away < count; away += 1) {
        if (isAt(start + away)) return start + away;
        if (away <= start && isAt(start - away)) return start - away;
        if (breath.isDue()) await breath.take();
      }
      return null;
    },
  };
}
