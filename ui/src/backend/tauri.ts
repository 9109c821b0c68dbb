import { invoke, type InvokeArgs } from '@tauri-apps/api/core';
import type { Answer, Backend } from '../backend';
import type { Problem } from '../generated/Problem';

/** Longer texts of a fault say nothing more. */
const longestDetail = 500;

function isProblem(reason: unknown): reason is Problem {
  if (typeof reason !== 'object' || reason === null) return false;
  const { kind, facts } = reason as { kind?: unknown; facts?: unknown };
  return typeof kind === 'string' && typeof facts === 'object' && facts !== null;
}

function unexpected(reason: unknown): Problem {
  const detail = reason instanceof Error ? reason.message : String(reason);
  return { kind: 'unexpected', facts: { detail: detail.slice(0, longestDetail) } };
}

async function ask<T>(command: string, args?: InvokeArgs): Promise<Answer<T>> {
  try {
    return { ok: true, value: await invoke<T>(command, args) };
  } catch (reason) {
    return { ok: false, problem: isProblem(reason) ? reason : unexpected(reason) };
  }
}

/** The program itself, over Tauri's border. */
export const tauriBackend: Backend = {
  start: () => ask('start'),
  nextNews: () => ask('next_news'),
  closeWindow: () => ask('close_window'),
  checkPasswordStore: () => ask('check_password_store'),
  pasteToken: () => ask('paste_token'),
  choosePastedToken: (index) => ask('choose_pasted_token', { index }),
  forgetPastedToken: () => ask('forget_pasted_token'),
  connect: (name, token, sessionOnly) => ask('connect', { name, token, sessionOnly }),
  replaceToken: (account, token, sessionOnly) => ask('replace_token', { account, token, sessionOnly }),
  testToken: (account) => ask('test_token', { account }),
  removeAccount: (account) => ask('remove_account', { account }),
  restoreAccount: (account) => ask('restore_account', { account }),
  chooseAccount: (account) => ask('choose_account', { account }),
  renameAccount: (account, name) => ask('rename_account', { account, name }),
  useSamples: () => ask('use_samples'),
  leaveSamples: () => ask('leave_samples'),
  readContactId: (text) => ask('read_contact_id', { text }),
  getContact: (account, text, request) => ask('get_contact', { account, text, request }),
  cancelLookUp: (request) => ask('cancel_look_up', { request }),
  warmUp: (account) => ask('warm_up', { account }),
  reveal: (card, path) => ask('reveal', { ...card, path }),
  copyValue: (card, path) => ask('copy_value', { ...card, path }),
  copyText: (text) => ask('copy_text', { text }),
  openValue: (card, path) => ask('open_value', { ...card, path }),
  openInHighlevel: (card) => ask('open_in_highlevel', { ...card }),
  openPage: (page) => ask('open_page', { page }),
  recall: (account, id) => ask('recall', { account, id }),
  getNames: (account, id) => ask('get_names', { account, id }),
  recents: () => ask('recents'),
  removeRecent: (account, id) => ask('remove_recent', { account, id }),
  clearRecents: () => ask('clear_recents'),
  undoRecents: () => ask('undo_recents'),
  readList: (account, text) => ask('read_list', { account, text }),
  openList: (account) => ask('open_list', { account }),
  takeDroppedList: (account) => ask('take_dropped_list', { account }),
  chooseList: (account, sheet, column, headings, hidden) =>
    ask('choose_list', { account, sheet, column, headings, hidden }),
  forgetList: () => ask('forget_list'),
  startBulk: (account) => ask('start_bulk', { account }),
  pauseBulk: () => ask('pause_bulk'),
  goOnBulk: (account) => ask('go_on_bulk', { account, withoutNames: false }),
  goOnWithoutNamesBulk: (account) => ask('go_on_bulk', { account, withoutNames: true }),
  showHiddenBulk: (account) => ask('show_hidden_bulk', { account }),
  stopBulk: () => ask('stop_bulk'),
  retryBulk: (account) => ask('retry_bulk', { account }),
  lookElsewhereBulk: () => ask('look_elsewhere_bulk'),
  nextBulk: (seen) => ask('next_bulk', { seen }),
  bulkRows: (query) => ask('bulk_rows', { query }),
  saveBulk: (how) => ask('save_bulk', { how }),
  closeBulk: () => ask('close_bulk'),
  copyAddress: (card) => ask('copy_address', { ...card }),
  saveVcard: (card, shielded) => ask('save_vcard', { ...card, shielded }),
  print: () => ask('print'),
  previewLink: (card, path) => ask('preview_link', { ...card, path }),
  checkConnection: (account) => ask('check_connection', { account }),
  setTheme: (theme) => ask('set_theme', { theme }),
  setTextSize: (percent) => ask('set_text_size', { percent }),
  setRememberNames: (remember) => ask('set_remember_names', { remember }),
  setQuietHours: (begin, end) => ask('set_quiet_hours', { begin, end }),
  setHighlevelHost: (host) => ask('set_highlevel_host', { host }),
};
