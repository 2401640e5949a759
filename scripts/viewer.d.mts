import type { Plugin } from 'vite';

/** The built page: its document, and the sources of a policy for its script and its style. */
export interface ViewerPage {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

export const viewerFile: string;
export function buildViewer(plugins?: readonly Plugin[]): Promise<ViewerPage>;
export function writeViewer(): Promise<ViewerPage>;
