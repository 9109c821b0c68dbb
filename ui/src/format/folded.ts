/** A text of these signs alone is folded by its case alone. */
// eslint-disable-next-line no-control-regex -- the range is meant: all that ASCII has
const ASCII = /^[\u0000-\u007F]*$/;

/** A text without its accents and capitals, as it is searched: "José Álvarez" is "jose alvarez". */
export function foldedText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
