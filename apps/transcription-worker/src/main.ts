import { loadTranscriptionWorkerConfig, processEnvironment } from '@memo/config';
import { runWorkerProcess } from '@memo/jobs';
import manifest from '../package.json' with { type: 'json' };

const service = { name: 'transcription-worker', version: manifest.version };

await runWorkerProcess(service, async (start) => {
  const config = loadTranscriptionWorkerConfig(processEnvironment());
  const logger = start.logger(config.runtime.log);
  await start.trace(config.tracing);
  const { composeTranscriptionWorker } = await import('./compose.ts');
  const worker = await composeTranscriptionWorker(config, logger);
  // It takes jobs all the same: its engine may be back before the first one.
  void worker.engineProblems().then((problems) => {
    for (const problem of problems) logger.warn(problem);
  });
  return worker;
});
