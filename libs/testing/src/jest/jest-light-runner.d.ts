/** The part of jest-light-runner that `runner.ts` uses; the package ships no types. */
declare module 'jest-light-runner' {
  type OnResult = (test: unknown, result: { testResults: unknown[] }) => Promise<void>;
  type OnFailure = (test: unknown, error: { message: string; stack: string }) => Promise<void>;

  interface Runner {
    runTests(
      tests: unknown[],
      watcher: unknown,
      onStart: unknown,
      onResult: OnResult,
      onFailure: OnFailure,
    ): Promise<void>;
  }

  export function createRunner(options: {
    runtime: 'child_process';
  }): new (...args: unknown[]) => Runner;
}
