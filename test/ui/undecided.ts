/**
 * What axe leaves undecided, decided by looking closer: a doubt that is left counts as a fault.
 *
 * Mostly it is the contrast of text that is partly covered or scrolled away, and of signs that are no letters. It is measured
 * from the colours that the browser computed: WCAG 2.2's ratio (1.4.3), (lighter + 0.05) ÷ (darker + 0.05) of the relative
 * luminances, 3 for large text and 4.5 for all other.
 */
import type { Frame } from 'playwright-core';

/**
 * Colours of the page, for scripts that run in it. `paint(element)` gives what a text of the element and what lies behind it look
 * like, opacity and see-through backgrounds included, or null where an image lies behind it. A canvas reads every notation.
 */
export const colours = `
const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
const known = new Map();
const read = (colour) => {
  if (!known.has(colour)) known.set(colour, readAnew(colour));
  return known.get(colour);
};
const readAnew = (colour) => {
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
  return { rgb: [r, g, b], alpha: a / 255 };
};
const mix = (below, above, share) => below.map((part, n) => part * (1 - share) + above[n] * share);
const over = ({ rgb, alpha }, below) => mix(below, rgb, alpha);
// a dotted line under a word is drawn as an image too, and no ground of its letters
const isPictured = ({ backgroundImage, backgroundSize }) => backgroundImage !== 'none' && !/^\\d+px [12]px$/.test(backgroundSize);
const chainOf = (one) => (one.parentElement ? [...chainOf(one.parentElement), one] : [one]);
const paint = (one, ink = getComputedStyle(one).color) => {
  const chain = chainOf(one).map((each) => getComputedStyle(each));
  const solid = chain.findLastIndex(({ backgroundColor }) => read(backgroundColor).alpha === 1);
  if (chain.slice(Math.max(0, solid)).some(isPictured)) return null;
  const layer = (n, below) => {
    const { backgroundColor, opacity } = chain[n];
    const ground = over(read(backgroundColor), below);
    const inside = n === chain.length - 1 ? { text: over(read(ink), ground), ground } : layer(n + 1, ground);
    return { text: mix(below, inside.text, Number(opacity)), ground: mix(below, inside.ground, Number(opacity)) };
  };
  return layer(0, matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0] : [255, 255, 255]);
};
const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const contrast = (a, b) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};
`;

/** Ground that is no ancestor of the text lies between it and what it was measured on: then nothing was measured. */
const measured = `
  const strangerBehind = (one) => {
    const box = one.getBoundingClientRect();
    const stack = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const at = stack.indexOf(one);
    for (const each of at === -1 ? [] : stack.slice(at + 1)) {
      const { backgroundColor, backgroundImage } = getComputedStyle(each);
      if (each.contains(one)) {
        if (read(backgroundColor).alpha === 1) return null;
      } else if (read(backgroundColor).alpha > 0 || backgroundImage !== 'none') return each;
    }
    return null;
  };
  const contrastOf = (one) => {
    const stranger = strangerBehind(one);
    if (stranger) return 'stands on ' + stranger.outerHTML.slice(0, 100);
    const painted = paint(one);
    if (painted === null) return 'stands on an image';
    const { fontSize, fontWeight } = getComputedStyle(one);
    const isLarge = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
    const ratio = contrast(painted.text, painted.ground);
    const wanted = isLarge ? 3 : 4.5;
    return ratio >= wanted ? null : 'has a contrast of ' + ratio.toFixed(2) + ' where ' + wanted + ' is wanted';
  };
`;

/** How the fault of an element ends that was taken off the page before it could be looked at closer. */
export const isGone = 'is gone';

/**
 * What is looked at for each rule that axe left undecided; null where nothing is wrong.
 *
 * - A button that opens something names what it opens before that is there: it must be there once it is open.
 * - The drawn box of a native switch is a label of its own, without words: one label with words is wanted.
 */
const decide = (undecided: readonly Undecided[]) => `(() => {
  ${colours}
  ${measured}
  const deciders = {
    'color-contrast': contrastOf,
    'aria-valid-attr-value': (one) => {
      const opened = document.getElementById(one.getAttribute('aria-controls') ?? '');
      return opened !== null || (one.ariaHasPopup && one.ariaExpanded === 'false') ? null : 'names what is not there';
    },
    'form-field-multiple-labels': (one) => {
      const worded = [...(one.labels ?? [])].filter((label) => label.textContent.trim() !== '');
      return worded.length === 1 ? null : 'has ' + worded.length + ' labels with words';
    },
  };
  return ${JSON.stringify(undecided)}.flatMap(({ rule, target, html, why }) => {
    const one = document.querySelector(target);
    const fault = one === null ? '${isGone}' : (deciders[rule] ?? (() => 'is undecided: ' + why))(one);
    return fault === null ? [] : ['axe ' + rule + ': ' + target + ' ' + html + ' ' + fault];
  });
})()`;

/** One element that axe could not decide a rule for. */
export interface Undecided {
  readonly rule: string;
  readonly target: string;
  readonly html: string;
  readonly why: string;
}

/** Those that are found to break their rule, and those that nothing here can decide: a doubt counts as a fault. */
export const undecidedFaults = async (page: Frame, undecided: readonly Undecided[]): Promise<readonly string[]> =>
  undecided.length === 0 ? [] : page.evaluate(decide(undecided));
