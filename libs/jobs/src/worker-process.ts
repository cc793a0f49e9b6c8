import { AppError } from '@memo/errors';
import { createLogger, type Logger, type LogSettings } from '@memo/logging';
import { giveBackWhenIdle } from '@memo/memory';
import { startTracing, type TracingSettings } from '@memo/tracing/start';

interface RunningWorker {
  /** How long running jobs may go on after a SIGTERM before they are handed back to the queue, in ms. */
  drainMs: number;
  ready(): Promise<void>;
  close(graceMs: number): Promise<void>;
}

/** After that time whatever hangs is left to its lease, in ms. */
export const lastResortMs = 15_000;

/** What a worker starts with, before it loads what it is made of. */
export interface WorkerStart {
  logger(settings: LogSettings): Logger;
  /** Resolves once what is imported from then on is traced, if anything is. */
  trace(settings: TracingSettings): Promise<void>;
}

/** A worker's life as a process: starts, says so, drains on SIGTERM or SIGINT, exits. */
export async function runWorkerProcess(
  service: { name: string; version: string },
  compose: (start: WorkerStart) => Promise<RunningWorker>,
): Promise<void> {
  let logger = createLogger({ level: 'info', service: service.name });
  let stopTracing = (): Promise<void> => Promise.resolve();
  // First of all: a signal that nobody listens for ends a process at once, also one that has just begun to take jobs.
  let composed = false;
  const signalled = stopSignal(() => composed);
  try {
    const worker = await compose({
      logger: (settings) => (logger = createLogger({ ...settings, service: service.name })),
      trace: async (settings) => {
        const tracing = await startTracing(settings, service, logger);
        stopTracing = () => tracing.stop();
      },
    });
    composed = true;
    await worker.ready();
    logger.info('Taking jobs');
    giveBackWhenIdle();
    const signal = await signalled;
    logger.info('Stopping', { signal });
    // Whatever hangs, the process does not: what it held goes back to the queue by its lease.
    setTimeout(() => process.exit(1), worker.drainMs + lastResortMs).unref();
    await worker.close(worker.drainMs);
    await stopTracing();
    logger.info('Stopped');
    await logger.close();
    process.exit(0);
  } catch (error) {
    // A bad setting is explained by its message alone; the rest needs its stack.
    if (error instanceof AppError && error.kind === 'misconfigured') logger.error(error.message);
    else logger.error('The worker could not run', { error });
    await logger.close();
    process.exit(1);
  }
}

/** The signal to stop. Before there is anything to drain it ends the process. */
function stopSignal(mustDrain: () => boolean): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    // Not `once`: what keeps child processes from outliving us (signal-exit, in execa) ends this process when it finds
    // no other listener.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => (mustDrain() ? resolve(signal) : process.exit(0)));
    }
  });
}
