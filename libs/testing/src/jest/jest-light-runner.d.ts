/** The part of jest-light-runner that `runner.ts` uses; the package ships no types. */
declare module 'jest-light-runner' {
  interface GlobalConfig {
    maxWorkers: number;
  }

  interface TestFile {
    path: string;
    context: { config: unknown };
  }

  interface TestFileResult {
    testResults: unknown[];
  }

  interface Told {
    message: string;
    stack?: string | undefined;
  }

  type OnStart = (test: TestFile) => Promise<void>;
  type OnResult = (test: TestFile, result: TestFileResult) => Promise<void>;
  type OnFailure = (test: TestFile, error: Told) => Promise<void>;

  interface Runner {
    runTests(
      tests: TestFile[],
      watcher: unknown,
      onStart: OnStart,
      onResult: OnResult,
      onFailure: OnFailure,
    ): Promise<void>;
  }

  export function createRunner(options: {
    runtime: 'child_process';
  }): new (globalConfig: GlobalConfig, ...others: unknown[]) => Runner;
}
