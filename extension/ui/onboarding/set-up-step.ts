/** Which step of the set-up the trader is at, by what was done in this page and by what the vault says. */

export type Step = 'intro' | 'passphrase' | 'resume' | 'words' | 'confirm';

export interface SetUpState {
  /** The vault was made, and its words were not checked yet. */
  readonly made: boolean;
  /** "Begin" was clicked in this page. */
  readonly begun: boolean;
  /** This page holds the words. */
  readonly hasWords: boolean;
  /** "I wrote them down" was clicked. */
  readonly written: boolean;
}

/**
 * Words at hand decide first. Without them a begun page waits at the passphrase for the words of the vault that it makes,
 * although the vault says that it is made already; a page that finds such a vault asks for the passphrase again (`resume`).
 */
export function setUpStep({ made, begun, hasWords, written }: SetUpState): Step {
  if (hasWords) return written ? 'confirm' : 'words';
  if (begun) return 'passphrase';
  return made ? 'resume' : 'intro';
}
