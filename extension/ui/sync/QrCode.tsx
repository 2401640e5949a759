/** A code as a picture to scan: dark squares on white in both themes, as cameras expect it. The drawing is loaded when needed. */
import { useEffect, useState } from 'react';
import { text } from '../text';
import classes from './Sync.module.css';

const says = text.sync.adding;

/** Squares of white that the standard wants around it. */
const quiet = 4;

interface Drawing {
  /** In squares, quiet zone included. */
  readonly size: number;
  readonly path: string;
}

export function QrCode({ value }: { value: string }) {
  const drawing = useDrawing(value);
  if (drawing === 'failed') return <p role="alert">{says.qrFailed}</p>;
  if (drawing === null) return <div className={classes.qr} aria-busy="true" />;
  return (
    <svg className={classes.qr} viewBox={`0 0 ${drawing.size} ${drawing.size}`} role="img" aria-label={says.qr}>
      <rect width={drawing.size} height={drawing.size} fill="#fff" />
      <path d={drawing.path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

function useDrawing(value: string): Drawing | 'failed' | null {
  const [drawing, setDrawing] = useState<Drawing | 'failed' | null>(null);
  useEffect(() => {
    let live = true;
    draw(value).then(
      (drawn) => live && setDrawing(drawn),
      () => live && setDrawing('failed'), // the code can be typed
    );
    return () => {
      live = false;
    };
  }, [value]);
  return drawing;
}

async function draw(value: string): Promise<Drawing> {
  const { create } = await import('qrcode');
  const { modules } = create(value, { errorCorrectionLevel: 'M' });
  const places = Array.from({ length: modules.size * modules.size }, (_, place) => place);
  const squares = places
    .filter((place) => modules.data[place] === 1)
    .map((place) => `M${(place % modules.size) + quiet} ${Math.floor(place / modules.size) + quiet}h1v1h-1z`);
  return { size: modules.size + 2 * quiet, path: squares.join('') };
}
