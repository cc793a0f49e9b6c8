import { createRunner, type OnFailure, type OnResult } from 'jest-light-runner';

const message = 'There is no test in this file.';

/** Runs test files in plain Node processes that share what they load; a file without a test fails, as in Jest's own runner. */
export default class extends createRunner({ runtime: 'child_process' }) {
  override runTests(
    tests: unknown[],
    watcher: unknown,
    onStart: unknown,
    onResult: OnResult,
    onFailure: OnFailure,
  ): Promise<void> {
    const onSome: OnResult = (test, result) =>
      result.testResults.length > 0
        ? onResult(test, result)
        : onFailure(test, { message, stack: message });
    return super.runTests(tests, watcher, onStart, onSome, onFailure);
  }
}
