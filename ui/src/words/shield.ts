import type { SystemName } from '../generated/SystemName';
import { shiftShortcut } from './system';

/** The words of the privacy shield. */
export const shieldWords = {
  button: 'Privacy shield',
  buttonTitle: (system: SystemName) => `Privacy shield: hide personal values (${shiftShortcut(system, 'H')})`,
  region: 'Privacy shield',
  banner: 'Privacy shield is on: personal values are hidden.',
  how: (system: SystemName) => `${shiftShortcut(system, 'H')} shows them again.`,
  off: 'Turn off',
  saidOn: 'Privacy shield on. Personal values are hidden.',
  saidOff: 'Privacy shield off.',
  saidHides: 'The privacy shield is on. Turn it off to see values.',
  found: 'Found the contact',
  savedFile: 'Saved',
  nameHidden: 'Name hidden',
} as const;
