/** What the engine tells pages of by itself. */
import type { BackupProgress } from './backup';
import type { DoctorReport } from './doctor';
import type { ImportProgress } from './imports';
import type { MethodProgress } from './method';
import type { VaultState } from './vault';

/** What changed; pages ask again for what they show of it. */
export type EngineEvent =
  | { readonly topic: 'vault'; readonly state: VaultState }
  | { readonly topic: 'accounts' | 'balances' | 'fills' | 'settings' }
  /** What sync does or knows, a pairing or a move has changed. */
  | { readonly topic: 'sync' }
  /** What is shared, or how sending it went. */
  | { readonly topic: 'shares' }
  | { readonly topic: 'import'; readonly progress: ImportProgress }
  | { readonly topic: 'doctor'; readonly report: DoctorReport }
  /** How far PnL has been computed by another method; null when that has ended. */
  | { readonly topic: 'method'; readonly progress: MethodProgress | null }
  /** How far a backup or a restore has come; null when none is going on, or what is known of the last one has changed. */
  | { readonly topic: 'backup'; readonly progress: BackupProgress | null };

export type EngineListener = (event: EngineEvent) => void;

export interface EventsApi {
  /** Calls `listener` (a Comlink proxy) for every event until the client goes. */
  subscribe(listener: EngineListener): Promise<void>;
}
