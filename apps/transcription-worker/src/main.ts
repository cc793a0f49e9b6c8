import { createEngineCheck } from '@memo/ai';
import { loadTranscriptionWorkerConfig, processEnvironment } from '@memo/config';
import { runWorkerProcess } from '@memo/jobs';
import { composeTranscriptionWorker } from './compose.ts';

await runWorkerProcess('transcription-worker', async (start) => {
  const config = loadTranscriptionWorkerConfig(processEnvironment());
  const logger = start.logger(config.runtime.log);
  // A worker starts all the same: its engine may be back before the first job is.
  void createEngineCheck(config.ai)().then((problems) => {
    for (const problem of problems) logger.warn(problem);
  });
  return composeTranscriptionWorker(config, logger);
});
