import { invoke } from '@tauri-apps/api/core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { tauriBackend } from './tauri';

vi.mock('@tauri-apps/api/core', () => ({ invoke: vi.fn() }));

const asked = vi.mocked(invoke);

beforeEach(() => {
  asked.mockReset();
});

describe('the border to the program', () => {
  it('calls a command by its name, with its arguments by theirs', async () => {
    asked.mockResolvedValue(null);
    expect(await tauriBackend.getContact('a1', 'seD4PfOuKoVMLkEZqohJ', 7)).toEqual({ ok: true, value: null });
    expect(asked).toHaveBeenCalledWith('get_contact', {
      account: 'a1',
      text: 'seD4PfOuKoVMLkEZqohJ',
      request: 7,
    });
    await tauriBackend.connect('Harbour', null, true);
    expect(asked).toHaveBeenLastCalledWith('connect', { name: 'Harbour', token: null, sessionOnly: true });
  });

  it('passes a problem on as it is', async () => {
    const problem = { kind: 'offline', facts: { attempts: 2 } };
    asked.mockRejectedValue(problem);
    expect(await tauriBackend.start()).toEqual({ ok: false, problem });
  });

  it.each([
    ['a text', 'command connect not allowed', 'command connect not allowed'],
    ['an exception', new Error('gone'), 'gone'],
    ['nothing', undefined, 'undefined'],
    ['an object of another kind', { kind: 7 }, '[object Object]'],
  ])('takes %s for something unexpected', async (_, reason, detail) => {
    asked.mockRejectedValue(reason);
    expect(await tauriBackend.start()).toEqual({
      ok: false,
      problem: { kind: 'unexpected', facts: { detail } },
    });
  });
});
