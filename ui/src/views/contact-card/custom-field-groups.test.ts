import { expect, it } from 'vitest';
import type { CustomFieldNameView } from '../../generated/CustomFieldNameView';
import { customField } from '../../test-support/contacts';
import { customFieldGroups } from './custom-field-groups';

const known = (id: string, name: string, folder: string | null = null): CustomFieldNameView => ({
  path: `customFields.${id}`,
  name,
  folder,
  readsAs: null,
  sensitive: false,
});

function groups(ids: readonly string[], names: readonly CustomFieldNameView[]) {
  const fields = ids.map((id) => ({ customField: customField(id, '1'), parts: [] }));
  return customFieldGroups(fields, names).map(({ kind, folder, rows }) => [
    folder ?? kind,
    rows.map(({ customField: { id }, name, twin }) => `${id ?? ''}=${name ?? '?'}${twin ? '*' : ''}`),
  ]);
}

it('custom fields stand in HighLevel’s order, by folder, those of which nothing is known last', () => {
  const names = [known('b', 'Beta', 'Health'), known('a', 'Alpha'), known('d', 'Delta', 'Health')];
  expect(groups(['x', 'a', 'd', 'b'], names)).toEqual([
    ['none', ['a=Alpha']],
    ['Health', ['b=Beta', 'd=Delta']],
    ['other', ['x=?']],
  ]);
});

it('while no name is known they stay in the order sent', () => {
  expect(groups(['b', 'a', 'c'], [])).toEqual([['other', ['b=?', 'a=?', 'c=?']]]);
  expect(groups([], [])).toEqual([]);
});

it('two of the same name are told apart', () => {
  expect(
    groups(['a', 'b', 'c'], [known('a', 'Note', 'One'), known('b', 'Note'), known('c', 'Plan')]),
  ).toEqual([
    ['none', ['b=Note*', 'c=Plan']],
    ['One', ['a=Note*']],
  ]);
});

it('a name or a folder of blanks is none', () => {
  expect(groups(['a', 'b'], [known('a', ' '), known('b', 'Beta', ' ')])).toEqual([
    ['none', ['b=Beta']],
    ['other', ['a=?']],
  ]);
});
