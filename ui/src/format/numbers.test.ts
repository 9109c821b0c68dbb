import { describe, expect, it } from 'vitest';
import { moneyText, numberText } from './numbers';

describe('money', () => {
  it.each([
    ['1234.5', '1,234.50'],
    ['0', '0.00'],
    ['-12', '-12.00'],
    ['0.125', '0.125'],
    ['1234567', '1,234,567.00'],
  ])('%s is %s', (amount, text) => {
    expect(moneyText(amount, 'en-US')).toBe(text);
  });

  it('is written as the reader writes it', () => {
    expect(moneyText('1234.5', 'de-DE')).toBe('1.234,50');
  });

  it.each(['', 'free', '1,200', '007', '1e5', '12345678901234567890'])(
    '%j stays as it was sent',
    (amount) => {
      expect(moneyText(amount)).toBeNull();
    },
  );
});

describe('a number', () => {
  it.each([
    ['2024', '2024'],
    ['45000', '45,000'],
    ['-0.5', '-0.5'],
  ])('%s is %s', (sent, text) => {
    expect(numberText(sent, 'en-US')).toBe(text);
  });

  it.each(['0123', '9007199254740993', 'NaN', ' 1'])('%j stays as it was sent', (sent) => {
    expect(numberText(sent)).toBeNull();
  });
});
