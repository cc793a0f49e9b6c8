import { loadTranscriptionWorkerConfig, processEnvironment } from '@memo/config';
import { runWorkerProcess } from '@memo/jobs';
import { composeTranscriptionWorker } from './compose.ts';

await runWorkerProcess('transcription-worker', async (start) => {
  const config = loadTranscriptionWorkerConfig(processEnvironment());
  return composeTranscriptionWorker(config, start.logger(config.runtime.log));
});
