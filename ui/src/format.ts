// How what was sent is written for the person who reads it. All of it is pure: the clock is passed in, and what
// cannot be read comes back as nothing, so that it is shown as it was sent.

export { addressOrder } from './format/address';
export type { AddressPart } from './format/address';
export { countryName } from './format/country';
export { age, dayText, momentText, relativeText } from './format/dates';
export { initials } from './format/initials';
export { hasInvisible, isolated } from './format/invisible';
export { phoneText } from './format/phone';
export { sizeText } from './format/size';
export { listText } from './format/list';
export { localTime, readZone } from './format/zones';
export type { LocalTime, Zone } from './format/zones';
