import type { SystemName } from '../generated/SystemName';

/** Where the token is kept, as people of that system call it. */
export const storeName: Record<SystemName, string> = {
  linux: 'this computer’s password store',
  macos: 'your Keychain',
  windows: 'Windows Credential Manager',
};

/** What the systems are called. */
export const systemNames: Record<SystemName, string> = {
  linux: 'Linux',
  macos: 'macOS',
  windows: 'Windows',
};

/** A shortcut, as it is written there: "Ctrl+L", "⌘L". */
export function shortcut(system: SystemName, key: string): string {
  return system === 'macos' ? `⌘${key}` : `Ctrl+${key}`;
}

/** The same with Shift: "Ctrl+Shift+H", "⇧⌘H". */
export function shiftShortcut(system: SystemName, key: string): string {
  return system === 'macos' ? `⇧⌘${key}` : `Ctrl+Shift+${key}`;
}
