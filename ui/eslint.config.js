import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import ts from 'typescript-eslint';
import { wordsOnlyInWords } from './eslint/words-only-in-words.js';

const tauri = { group: ['@tauri-apps/*'], message: 'Only backend/tauri talks to Tauri.' };
const backend = {
  regex: '(^|/)(backend(/.*)?|effects|store|update)$',
  message: 'A view draws the state and sends events; it asks for nothing itself.',
};
const pictures = {
  regex: '(^|/)(views|parts)/(?!contact-card/card-state$)|^lit-html',
  message: 'update is pure: it knows nothing of how things look.',
};

const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['dist', 'src/generated'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...ts.configs.stylisticTypeChecked,
  lit.configs['flat/recommended'],
  litA11y.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { page: { rules: { 'words-only-in-words': wordsOnlyInWords } } },
    rules: {
      ...restrict(tauri),
      'eqeqeq': 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[property.name='innerHTML']", message: 'Text bindings only.' },
        { selector: "Identifier[name='unsafeHTML']", message: 'Text bindings only.' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['**/*.js'], extends: [ts.configs.disableTypeChecked] },
  {
    files: ['src/views/**', 'src/parts/**'],
    rules: { ...restrict(tauri, backend), 'page/words-only-in-words': 'error' },
  },
  { files: ['src/update.ts', 'src/update/**', 'src/state.ts'], rules: restrict(tauri, pictures) },
  { files: ['src/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/**/*.test.ts'],
    rules: {
      'page/words-only-in-words': 'off',
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
