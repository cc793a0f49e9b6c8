import { loadTranscriptionWorkerConfig, processEnvironment } from '@memo/config';
import { runWorkerProcess } from '@memo/jobs';
import { composeTranscriptionWorker } from './compose.ts';

await runWorkerProcess('transcription-worker', async (start) => {
  const config = loadTranscriptionWorkerConfig(processEnvironment());
  const logger = start.logger(config.runtime.log);
  const worker = await composeTranscriptionWorker(config, logger);
  // It takes jobs all the same: its engine may be back before the first one.
  void worker.engineProblems().then((problems) => {
    for (const problem of problems) logger.warn(problem);
  });
  return worker;
});
