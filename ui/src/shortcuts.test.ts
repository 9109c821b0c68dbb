import { describe, expect, it } from 'vitest';
import { reloads, shortcutOf, type Keys } from './shortcuts';

function press(key: string, held: Partial<Keys> = {}): Keys {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('shortcuts', () => {
  it.each([
    ['l', 'box'],
    ['r', 'again'],
    ['b', 'bulk'],
    [',', 'settings'],
    ['+', 'larger-text'],
    ['=', 'larger-text'],
    ['-', 'smaller-text'],
    ['0', 'usual-text'],
    ['p', 'print'],
  ] as const)('Ctrl+%s means %s', (key, shortcut) => {
    expect(shortcutOf(press(key, { ctrlKey: true }), 'linux')).toBe(shortcut);
    expect(shortcutOf(press(key, { ctrlKey: true }), 'windows')).toBe(shortcut);
    expect(shortcutOf(press(key, { metaKey: true }), 'macos')).toBe(shortcut);
  });

  it.each([
    ['H', 'shield'],
    ['C', 'copy-phone'],
    ['D', 'call'],
    ['+', 'larger-text'],
  ] as const)('Ctrl+Shift+%s means %s', (key, shortcut) => {
    expect(shortcutOf(press(key, { ctrlKey: true, shiftKey: true }), 'linux')).toBe(shortcut);
    expect(shortcutOf(press(key, { metaKey: true, shiftKey: true }), 'macos')).toBe(shortcut);
  });

  it.each([
    ['F1', 'help'],
    ['F5', 'again'],
    ['Escape', 'escape'],
  ] as const)('%s alone means %s', (key, shortcut) => {
    expect(shortcutOf(press(key), 'linux')).toBe(shortcut);
  });

  it('no single letter is one', () => {
    for (const key of 'lrp,abcxyz?/') expect(shortcutOf(press(key), 'linux')).toBeNull();
  });

  it('the other system’s modifier is left alone', () => {
    expect(shortcutOf(press('l', { ctrlKey: true }), 'macos')).toBeNull();
    expect(shortcutOf(press('l', { metaKey: true }), 'linux')).toBeNull();
  });

  it('a third key makes it something else', () => {
    expect(shortcutOf(press('l', { ctrlKey: true, altKey: true }), 'linux')).toBeNull();
    expect(shortcutOf(press('p', { ctrlKey: true, shiftKey: true }), 'linux')).toBeNull();
  });

  it('every way to load the page anew is known', () => {
    for (const keys of [
      press('F5'),
      press('F5', { ctrlKey: true }),
      press('r', { ctrlKey: true }),
      press('R', { ctrlKey: true, shiftKey: true }),
      press('r', { metaKey: true }),
    ]) {
      expect(reloads(keys)).toBe(true);
    }
    expect(reloads(press('r'))).toBe(false);
  });
});
