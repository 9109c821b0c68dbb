import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { wordsOnlyInWords } from './words-only-in-words.js';

function findings(code) {
  const plugins = { page: { rules: { words: wordsOnlyInWords } } };
  return new Linter().verify(code, [{ plugins, rules: { 'page/words': 'error' } }]);
}

describe('the rule that keeps sentences in src/words', () => {
  it.each([
    ['text between tags', 'html`<p>Look up</p>`'],
    ['text around a binding', 'html`<p>${a} contacts</p>`'],
    ['a label that is read out', 'html`<button aria-label="Close"></button>`'],
    ['a sentence in a string', "const a = 'Nothing was found';"],
  ])('finds %s', (_, code) => {
    expect(findings(code)).toHaveLength(1);
  });

  it.each([
    ['a template of bindings', 'html`<p class="lead">${a} · ${b}</p>`'],
    ['a label from elsewhere', 'html`<button aria-label=${a}></button>`'],
    ['names of things', "const a = ['contact-id', 'Escape', 'text/plain'];"],
  ])('leaves %s alone', (_, code) => {
    expect(findings(code)).toEqual([]);
  });
});
