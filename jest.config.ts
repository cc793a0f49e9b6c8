import type { Config } from 'jest';

const config: Config = {
  // Runs test files in plain Node processes that share what they load; see docs/adr/0025.
  runner: '<rootDir>/libs/testing/src/jest/runner.ts',
  // They build and install first, start everything there is, or take long: `npm run test:build`, `test:image`, `test:stack`.
  testPathIgnorePatterns: [
    '/node_modules/',
    '\\.e2e\\.test\\.ts$',
    '<rootDir>/apps/build/test/',
    '<rootDir>/apps/image/test/',
  ],
  // What was built: copies of packages by the same names.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testMatch: ['<rootDir>/{apps,libs}/**/*.test.ts'],
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: '<rootDir>/libs/testing/src/jest/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/jest/global-teardown.ts',
  setupFiles: ['<rootDir>/libs/testing/src/jest/load-typescript.ts'],
  setupFilesAfterEnv: [
    '<rootDir>/libs/testing/src/jest/time-limits.ts',
    '<rootDir>/libs/testing/src/jest/no-leaks.ts',
  ],
  // Its own choice leaves a core free, and on two cores one process then runs every test.
  maxWorkers: '100%',
};

export default config;
