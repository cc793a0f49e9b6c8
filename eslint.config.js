import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.memo/', 'coverage/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'variable', format: ['camelCase'], leadingUnderscore: 'allow' },
        // Other systems name what is taken out of their objects.
        { selector: 'variable', modifiers: ['destructured'], format: null },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Read the environment through @memo/config, the only reader of process.env.',
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // TypeORM's decorated classes have no body of their own, and a column's type is the table's word.
    files: ['libs/entities/src/**/*.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['libs/config/src/environment.ts', 'libs/testing/src/jest/{postgres-for-all,runner}.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // Where a test has PostgreSQL describe them and their conditions can be read.
    files: ['{apps,libs}/*/src/**/*.ts'],
    ignores: ['**/*.sql.ts', '**/*.test.ts', '**/test/**', 'libs/testing/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: '@memo/entities',
          importNames: ['ownedStatement', 'openStatement'],
          message: 'Statements stand in a file named *.sql.ts.',
        },
      ],
    },
  },
  {
    // What these two print is their purpose.
    files: ['apps/stack/src/**/*.ts', 'apps/bench/src/**/*.ts', 'apps/faults/src/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // A folder named test has contracts that several test files run.
    files: ['**/*.test.ts', '**/test/**/*.ts'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/expect-expect': [
        'error',
        // supertest, fast-check, and functions of ours, which fail when what they name does not come true.
        { assertFunctionNames: ['expect*', '**.expect', 'fc.assert', 'waitFor', 'told', 'holds'] },
      ],
      'jest/consistent-test-it': ['error', { fn: 'it' }],
      'jest/no-duplicate-hooks': 'error',
      'jest/no-error-equal': 'error',
      'jest/prefer-comparison-matcher': 'error',
      'jest/prefer-equality-matcher': 'error',
      'jest/prefer-hooks-on-top': 'error',
      'jest/prefer-to-be': 'error',
      'jest/prefer-to-contain': 'error',
      'jest/prefer-to-have-length': 'error',
      'jest/require-to-throw-message': 'error',
      'jest/valid-expect-with-promise': 'error',
      'jest/valid-title': [
        'error',
        {
          mustNotMatch: [
            // Nothing but places of a row, and what stands between them.
            '^\\W*([%$]\\w+\\W*)+$',
            'A name is a promise: say in words what is true of each row.',
          ],
        },
      ],
    },
  },
  {
    files: ['**/test/**/*.ts'],
    rules: { 'jest/no-export': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { module: 'writable' } },
    rules: { '@typescript-eslint/naming-convention': 'off' },
  },
);
