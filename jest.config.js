/** @type {import('jest').Config} */
export default {
  runner: ['jest-light-runner', { runtime: 'child_process' }],
  testMatch: ['<rootDir>/{apps,libs}/**/*.test.ts'],
  moduleFileExtensions: ['js', 'ts'],
  transform: {},
  globalSetup: '<rootDir>/libs/testing/src/jest/global-setup.js',
  globalTeardown: '<rootDir>/libs/testing/src/jest/global-teardown.js',
  setupFiles: ['<rootDir>/libs/testing/src/jest/load-typescript.js'],
  setupFilesAfterEnv: ['<rootDir>/libs/testing/src/jest/time-limits.js'],
  maxWorkers: 2,
};
