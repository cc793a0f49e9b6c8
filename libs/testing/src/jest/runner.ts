import {
  createRunner,
  type GlobalConfig,
  type OnFailure,
  type OnResult,
  type OnStart,
  type TestFile,
  type TestFileResult,
  type Told,
} from 'jest-light-runner';
import Tinypool from 'tinypool';

const worker = new URL('worker-runner.js', import.meta.resolve('jest-light-runner')).href;

/**
 * Room for what is new and dies young: recordings pass through a test process, and with Node's own 16 MB a fifth of its
 * time was spent on collecting them. And no threads for that beside its own: with as many test processes as cores they
 * wait for each other, at a twentieth of the time.
 */
const execArgv = ['--min-semi-space-size=32', '--max-semi-space-size=64', '--single-threaded'];

const empty = 'There is no test in this file.';

/**
 * Runs test files in plain Node processes that share what they load, as jest-light-runner does, but for two things. A
 * file without a test fails. And each process has a channel of its own: jest-light-runner 0.8.2 sends what one process
 * asks for at its start to all of them, and one that is not ready for it never has it and hangs.
 */
export default class Runner extends createRunner({ runtime: 'child_process' }) {
  readonly #globalConfig: GlobalConfig;

  constructor(globalConfig: GlobalConfig, ...others: unknown[]) {
    super(globalConfig, ...others);
    this.#globalConfig = globalConfig;
  }

  override async runTests(
    tests: TestFile[],
    watcher: unknown,
    onStart: OnStart,
    onResult: OnResult,
    onFailure: OnFailure,
  ): Promise<void> {
    const onEnd: OnResult = (test, result) =>
      result.testResults.length > 0
        ? onResult(test, result)
        : onFailure(test, { message: empty, stack: empty });
    const { maxWorkers } = this.#globalConfig;
    // With --runInBand they run in this process, where a debugger finds them.
    if (maxWorkers === 1) return super.runTests(tests, watcher, onStart, onEnd, onFailure);

    const pool = new Tinypool({
      filename: worker,
      runtime: 'child_process',
      // Tinypool's type has no variables that are not there; Node leaves them out.
      execArgv,
      env: process.env as Record<string, string>,
      minThreads: maxWorkers,
      maxThreads: maxWorkers,
      trackUnmanagedFds: false,
    });
    const queue = tests.values();
    const runSome = async () => {
      for (const test of queue) {
        await onStart(test);
        await (
          pool.run(test.path, { channel: this.#channel(test) }) as Promise<TestFileResult>
        ).then(
          (result) => onEnd(test, result),
          (error: unknown) => onFailure(test, error as Told),
        );
      }
    };
    await Promise.all(Array.from({ length: maxWorkers }, runSome));
    await pool.destroy();
  }

  /** Answers a process that asks what it is to work with, which it does with its first file. */
  #channel({ context }: TestFile) {
    const data = {
      globalConfig: this.#globalConfig,
      projectConfig: context.config,
      runtime: 'child_process',
    };
    let send: (message: unknown) => void;
    return {
      onMessage: (listener: (message: unknown) => void) => {
        send = listener;
      },
      postMessage: (message: unknown) => {
        if (message === 'jest-light-runner-get-worker-data')
          send({ type: 'jest-light-runner-worker-data', workerData: data });
      },
    };
  }
}
