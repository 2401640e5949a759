/**
 * A prepared snapshot as whoever opens the link will see it: the same page, in a frame that has an origin of its own and no access to
 * the extension, is handed the bytes and their key.
 */
import { useEffect, useRef, useState } from 'react';
import { fromHex, type Hex } from '../../../shared/vault/bytes';
import type { PreparedShare } from '../../engine/api/shares';
import { shares as says } from '../text/shares';
import classes from './Shares.module.css';

export interface PreviewFrameProps {
  readonly prepared: PreparedShare;
  readonly passphrase: string | null;
  /** It was shown, or this browser cannot show it, which is said. */
  readonly onSeen: () => void;
}

/** Firefox has no sandboxed pages, and so no page here to show it with. */
const canShow = import.meta.env.BROWSER !== 'firefox';
/** A page of the extension's own is there at once, or never. */
const waitMs = 5_000;
const heights = { least: 240, most: 4_000 };

/** What the frame says of itself; anything else is nobody's. */
function heardOf(
  data: unknown,
): { readonly kind: 'ready' } | { readonly kind: 'height'; readonly height: number } | null {
  if (typeof data !== 'object' || data === null || !('viewer' in data)) return null;
  if (data.viewer === 'ready') return { kind: 'ready' };
  const height = 'height' in data ? data.height : null;
  return data.viewer === 'height' && typeof height === 'number' && height > 0 ? { kind: 'height', height } : null;
}

export function PreviewFrame({ prepared, passphrase, onSeen }: PreviewFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number>(heights.least);
  const [state, setState] = useState<'waiting' | 'shown' | 'none'>(canShow ? 'waiting' : 'none');
  const seen = useRef(onSeen);
  seen.current = onSeen;

  useEffect(() => {
    if (!canShow) {
      seen.current();
      return;
    }
    const giveUp = setTimeout(() => {
      setState('none');
      seen.current();
    }, waitMs);
    const hear = (event: MessageEvent) => {
      const page = frame.current?.contentWindow;
      const heard = heardOf(event.data);
      if (!page || event.source !== page || heard === null) return;
      if (heard.kind === 'ready') {
        const { shareId, linkKey, bytes } = prepared;
        const key = fromHex(linkKey as Hex); // the engine made it
        // a frame without an origin has none that could be named here; the page in it is ours
        page.postMessage({ shareId, linkKey: key, passphrase, bytes }, '*');
        return;
      }
      clearTimeout(giveUp);
      setHeight(Math.min(Math.max(heard.height, heights.least), heights.most));
      setState('shown');
      seen.current();
    };
    window.addEventListener('message', hear);
    return () => {
      clearTimeout(giveUp);
      window.removeEventListener('message', hear);
    };
  }, [prepared, passphrase]);

  if (state === 'none') return <p role="status">{says.previewNone}</p>;
  return (
    <iframe
      ref={frame}
      key={prepared.shareId}
      className={classes.frame}
      style={{ height }}
      title={says.previewFrame}
      src="/viewer.html"
      sandbox="allow-scripts"
    />
  );
}
