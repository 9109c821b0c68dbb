import type { FieldView } from '../../generated/FieldView';

/**
 * The values of a contact that no part of the card has claimed yet. A panel takes what it shows; what is left at
 * the end goes under the fold. So nothing that was sent can be lost, and nothing is shown twice.
 */
export class Unclaimed {
  readonly #fields: readonly FieldView[];
  readonly #taken = new Set<number>();
  readonly #byPath = new Map<string, number[]>();
  /** By every path that they are below. */
  readonly #below = new Map<string, number[]>();

  constructor(fields: readonly FieldView[]) {
    this.#fields = fields;
    fields.forEach(({ path }, index) => {
      add(this.#byPath, path, index);
      for (const above of pathsAbove(path)) add(this.#below, above, index);
    });
  }

  /** The first value at that path, claimed. A sensitive one is left: only `takeSensitive` gives those. */
  take(path: string): FieldView | null {
    return this.#claim(this.#byPath.get(path) ?? [], () => true, 1)[0] ?? null;
  }

  /** All values at that path (each tag is at `tags`), claimed. */
  takeAll(path: string): FieldView[] {
    return this.#claim(this.#byPath.get(path) ?? [], () => true);
  }

  /** All values below that path that fit, claimed. */
  takeBelow(path: string, fits: (field: FieldView) => boolean = () => true): FieldView[] {
    return this.#claim(this.#below.get(path) ?? [], fits);
  }

  /** All sensitive values, claimed. */
  takeSensitive(): FieldView[] {
    return this.#claimAny(this.#fields.keys(), (field) => field.sent === null, Infinity);
  }

  /** All that is left, claimed, in the order sent. */
  rest(): FieldView[] {
    return this.#claimAny(this.#fields.keys(), () => true, Infinity);
  }

  #claim(candidates: Iterable<number>, fits: (field: FieldView) => boolean, most = Infinity): FieldView[] {
    return this.#claimAny(candidates, (field) => field.sent !== null && fits(field), most);
  }

  #claimAny(candidates: Iterable<number>, fits: (field: FieldView) => boolean, most: number): FieldView[] {
    const claimed: FieldView[] = [];
    for (const index of candidates) {
      if (claimed.length >= most) break;
      const field = this.#fields[index];
      if (field === undefined || this.#taken.has(index) || !fits(field)) continue;
      this.#taken.add(index);
      claimed.push(field);
    }
    return claimed;
  }
}

/** No answer is nested deeper than this. A key can have dots of its own, and a stranger's very many. */
const DEEPEST = 32;

function pathsAbove(path: string): string[] {
  const above: string[] = [];
  for (let dot = path.indexOf('.'); dot !== -1 && above.length < DEEPEST; dot = path.indexOf('.', dot + 1)) {
    above.push(path.slice(0, dot));
  }
  return above;
}

function add(index: Map<string, number[]>, key: string, position: number): void {
  const positions = index.get(key);
  if (positions === undefined) index.set(key, [position]);
  else positions.push(position);
}
