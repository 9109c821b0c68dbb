// How what was sent is written for the person who reads it. All of it is pure: the clock is passed in, and what
// cannot be read comes back as nothing, so that it is shown as it was sent.

export { addressOrder } from './format/address';
export type { AddressPart } from './format/address';
export { countText } from './format/count';
export { countryName } from './format/country';
export { directionOf } from './format/direction';
export { age, dayText, momentText, relativeText, sinceText } from './format/dates';
export { sentenceLocale } from './format/locale';
export { foldedText } from './format/folded';
export { initials } from './format/initials';
export { hasInvisible, isolated } from './format/invisible';
export { showsWhole } from './format/links';
export { beginning, isLong, LONG } from './format/long';
export { moneyText, numberText } from './format/numbers';
export { phoneText } from './format/phone';
export { sizeText } from './format/size';
export { listText } from './format/list';
export { hourText, localTime, offsetAt, offsetText, zoneCity } from './format/zones';
export type { LocalTime } from './format/zones';
