import { describe, expect, it, vi } from 'vitest';
import { valueCell } from './cells';

const { phoneText } = vi.hoisted(() => ({ phoneText: vi.fn((sent: string) => `written ${sent}`) }));
vi.mock('../../format', async (original) => ({ ...(await original<object>()), phoneText }));

describe('a cell', () => {
  it('has a phone number that is read once for each list, and held no longer than that', () => {
    const cell = (memo: object) => valueCell('phone', '+18832327657', false, memo);
    const list = {};
    cell(list);
    cell(list);
    expect(phoneText).toHaveBeenCalledTimes(1);
    // Nothing outside holds what was read: another list begins anew.
    cell({});
    expect(phoneText).toHaveBeenCalledTimes(2);
  });
});
