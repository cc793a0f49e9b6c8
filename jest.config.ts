import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  // Builds and installs first: `npm run test:build` runs it.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/apps/build/test/'],
  testMatch: ['<rootDir>/{apps,libs}/**/*.test.ts'],
  globalSetup: '<rootDir>/libs/testing/src/jest/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/jest/global-teardown.ts',
  testTimeout: 30_000,
  // Its own choice leaves a core free, and on two cores one process then runs and remembers every test.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
  // What was built: copies of packages by the same names.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

export default config;
