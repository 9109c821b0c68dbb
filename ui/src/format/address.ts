/** A part of a postal address, by HighLevel's name for it. */
export type AddressPart = 'address1' | 'city' | 'state' | 'postalCode' | 'country';

/** Countries that write the post code before the town. */
const CODE_FIRST = new Set(
  'AR AT BE BG BR CH CL CZ DE DK EE ES FI FR GR HR HU IL IS IT LI LT LU MC MX NL NO PL PT RO RS SE SI SK TR UA'.split(
    ' ',
  ),
);

/** The lines of an address label, as the country writes them. An unknown country is written the American way. */
export function addressOrder(country: string | null): readonly (readonly AddressPart[])[] {
  const town: readonly AddressPart[] = CODE_FIRST.has(country?.toUpperCase() ?? '')
    ? ['postalCode', 'city', 'state']
    : ['city', 'state', 'postalCode'];
  return [['address1'], town, ['country']];
}
