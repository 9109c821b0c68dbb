import { afterEach, expect, it, vi } from 'vitest';
import { keepPlace } from './keep-place';

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** A place with a button for each path. */
function place(...paths: string[]): { element: HTMLElement; order: (...paths: string[]) => void } {
  const element = document.createElement('div');
  document.body.append(element);
  const order = (...names: string[]) => {
    names.forEach((name, index) => {
      const button = element.children[index] ?? element.appendChild(document.createElement('button'));
      button.setAttribute('data-copy', name);
    });
  };
  order(...paths);
  return { element, order };
}

it('the focus stays on the button of the same name when the rows change their order', () => {
  const { element, order } = place('a', 'b', 'c');
  (element.children[0] as HTMLElement).focus();
  keepPlace(element, () => {
    order('c', 'b', 'a');
  });
  expect(document.activeElement?.getAttribute('data-copy')).toBe('a');
});

it('the focus elsewhere is left alone', () => {
  const { element, order } = place('a', 'b');
  const box = document.body.appendChild(document.createElement('input'));
  box.focus();
  keepPlace(element, () => {
    order('b', 'a');
  });
  expect(document.activeElement).toBe(box);
});

it('what is read stays where it is in the window', () => {
  const element = document.createElement('div');
  document.body.append(element);
  const value = element.appendChild(document.createElement('span'));
  value.setAttribute('data-field', 'a"b');
  let top = 40;
  vi.spyOn(value, 'getBoundingClientRect').mockImplementation(() => new DOMRect(0, top, 10, 10));
  const scrollBy = vi.spyOn(window, 'scrollBy').mockImplementation(() => undefined);
  const grow = () => {
    top += 25;
  };
  keepPlace(element, grow);
  expect(scrollBy).not.toHaveBeenCalled();
  vi.spyOn(window, 'scrollY', 'get').mockReturnValue(300);
  keepPlace(element, grow);
  expect(scrollBy).toHaveBeenCalledExactlyOnceWith(0, 25);
});

it('without a place the change is made all the same', () => {
  const change = vi.fn();
  keepPlace(null, change);
  expect(change).toHaveBeenCalledOnce();
});
