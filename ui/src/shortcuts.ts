import type { Shortcut } from './events';
import type { SystemName } from './generated/SystemName';

/** What of a key press matters. */
export type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** What a key press asks for, if anything. No single letter ever does: people type in the box. */
export function shortcutOf(keys: Keys, system: SystemName): Shortcut | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = keys;
  const plain = !ctrlKey && !metaKey && !altKey && !shiftKey;
  if (plain) return plainKey(key);
  const [main, other] = system === 'macos' ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  if (!main || other || altKey) return null;
  // Where "+" stands on a key depends on the keyboard.
  if (key === '+' || key === '=') return 'larger-text';
  if (shiftKey) return shiftedKey(key.toLowerCase());
  switch (key.toLowerCase()) {
    case '-':
      return 'smaller-text';
    case '0':
      return 'usual-text';
    case 'l':
      return 'box';
    case 'r':
      return 'again';
    case 'b':
      return 'bulk';
    case 'f':
      return 'find';
    case ',':
      return 'settings';
    case 'p':
      return 'print';
    default:
      return null;
  }
}

function shiftedKey(key: string): Shortcut | null {
  switch (key) {
    case 'h':
      return 'shield';
    case 'c':
      return 'copy-phone';
    case 'd':
      return 'call';
    default:
      return null;
  }
}

function plainKey(key: string): Shortcut | null {
  switch (key) {
    case 'Escape':
      return 'escape';
    case 'F1':
      return 'help';
    case 'F5':
      return 'again';
    default:
      return null;
  }
}

/** Whether the engine would load the page anew for these keys, which would lose what is on it. */
export function reloads(keys: Keys): boolean {
  const withModifier = keys.ctrlKey || keys.metaKey;
  return keys.key === 'F5' || (withModifier && keys.key.toLowerCase() === 'r');
}
