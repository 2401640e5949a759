/** One more fill in a book of 1,000,000 that is up to date, until its exact totals are told, against the whole history again. */
import { createBook } from '../../shared/ledger/book';
import { bookKey, fillOf, historyOf, seeded } from './ledger-history';
import { matchAll, timed } from './ledger-rounds';
import { type Measurement, measurementOf } from './measurement';

const count = 1_000_000;

/** The fill comes `late` fills before the end; `limit` in milliseconds. */
export function oneMoreAt1m(late: number, limit: number): Promise<Measurement> {
  const history = historyOf(count, 100);
  const book = createBook(bookKey);
  for (let at = 0; at < count; at += 1) book.add([history.columns.fillAt(at)]);
  book.totals();
  const random = seeded(11);
  const [own, rival]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    const quantity = 1 + Math.floor(random() * 20_000);
    const news = fillOf(count + round, { quantity, price: 6_100_000, buys: round % 2 === 0, coin: 0, fee: 1_000 });
    const executedAtUs = news.executedAtUs - late * 1_000_000 + 1;
    own.push(
      timed(() => {
        book.add([{ ...news, executedAtUs }]);
        book.totals();
      }),
    );
    rival.push(timed(() => matchAll(history, 'fifo')));
  }
  return Promise.resolve(measurementOf(own, rival, { value: limit }));
}
