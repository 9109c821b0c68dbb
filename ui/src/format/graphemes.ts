import { once } from './locale';

/** The part of `Intl.Segmenter` that is used: the types of the language level that we build for lack it. */
interface Segmenter {
  segment(text: string): Iterable<{ readonly segment: string }>;
}

interface WithSegmenter {
  Segmenter?: new (locale: undefined, options: { granularity: 'grapheme' }) => Segmenter;
}

/** The first of what a reader takes for characters (an emoji of five code points is one), at most `count`. */
export function firstGraphemes(text: string, count: number): string[] {
  // A grapheme of a thousand accents is still one; no name needs more text than this to find its first.
  const start = text.slice(0, 400);
  const segmenter = once('graphemes', () => {
    const { Segmenter } = Intl as unknown as WithSegmenter;
    return Segmenter === undefined ? null : new Segmenter(undefined, { granularity: 'grapheme' });
  });
  const found: string[] = [];
  if (segmenter === null) return Array.from(start).slice(0, count);
  for (const { segment } of segmenter.segment(start)) {
    found.push(segment);
    if (found.length === count) break;
  }
  return found;
}
