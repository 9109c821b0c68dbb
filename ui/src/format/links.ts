import { hasInvisible } from './invisible';
import { isLong } from './long';

/** Whether a text is the whole of the address that it opens, but for the scheme and a last stroke. */
export function showsWhole(shown: string, address: string): boolean {
  return !isLong(shown) && !hasInvisible(shown) && bare(shown) === bare(address);
}

/** What is left of an address without what says nothing about where it leads. */
function bare(address: string): string {
  const rest = address.trim().replace(/^https?:\/\//i, '');
  const host = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  return (host.toLowerCase() + rest.slice(host.length)).replace(/\/$/, '');
}
