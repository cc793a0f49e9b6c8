import { loadApiConfig, processEnvironment } from '@memo/config';
import { AppError } from '@memo/errors';
import { createLogger } from '@memo/logging';
import { giveBackWhenIdle } from '@memo/memory';
import { startTracing } from '@memo/tracing/start';
import manifest from '../package.json' with { type: 'json' };

/** After requests have had their time: what hangs is left then. */
const lastResortMs = 25_000;

let logger = createLogger({ level: 'info', service: 'api' });
try {
  const config = loadApiConfig(processEnvironment());
  logger = createLogger({ ...config.runtime.log, service: 'api' });
  const service = { name: 'api', version: manifest.version };
  const tracing = await startTracing(config.tracing, service, logger);
  const { composeApi } = await import('./compose.ts');
  const { startServer } = await import('./http/server.ts');
  const api = await composeApi(config, logger, manifest.version);
  // Before the first request: a signal without a listener ends a process at once, whatever it is doing.
  const signalled = new Promise<NodeJS.Signals>((resolve) => {
    // Not `once`: what keeps child processes from outliving us (signal-exit, in execa) ends this process when it finds
    // no other listener.
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
  });
  const server = await startServer(api.app, config.http);
  api.ready();
  logger.info('Listening', { port: server.port });
  giveBackWhenIdle();

  const signal = await signalled;
  logger.info('Stopping', { signal });
  // Whatever hangs, the process does not.
  setTimeout(() => process.exit(1), config.http.drainMs + lastResortMs).unref();
  api.drain();
  await server.close();
  await api.close();
  await tracing.stop();
  logger.info('Stopped');
  await logger.close();
  process.exit(0);
} catch (error) {
  // A bad setting is explained by its message alone; the rest needs its stack.
  if (error instanceof AppError && error.kind === 'misconfigured') logger.error(error.message);
  else logger.error('The API could not run', { error });
  await logger.close();
  process.exit(1);
}
