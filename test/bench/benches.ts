/** Every benchmark by its name; what each measures stands at the top of its file, from where `npm run bench -- --help` has it. */
import { fillsScroll100k } from './fills-scroll-100k';
import { mainThreadLongest } from './main-thread-longest';
import type { Measurement } from './measurement';
import { popupFirstPaint } from './popup-first-paint';
import { refreshSevenAccounts } from './refresh-seven-accounts';

export const benches: Readonly<Record<string, () => Promise<Measurement>>> = {
  fills_scroll_100k: fillsScroll100k,
  main_thread_longest: mainThreadLongest,
  popup_first_paint: popupFirstPaint,
  refresh_seven_accounts: refreshSevenAccounts,
};
