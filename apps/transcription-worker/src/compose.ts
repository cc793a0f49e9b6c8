import {
  createAi,
  createEngineCheck,
  createPricing,
  createSpeakerMatcher,
  createSpeechEngines,
  createSuggester,
  createSummarizer,
  createSupportChecker,
  modelWarnings,
} from '@memo/ai';
import { createAudioTools, findFfmpeg } from '@memo/audio';
import type { TranscriptionWorkerConfig } from '@memo/config';
import { createJobReplier, createJobWorker, createRedis } from '@memo/jobs';
import { createRecordEvent } from '@memo/journal';
import type { Logger } from '@memo/logging';
import { createMeetingReader } from '@memo/meetings';
import { connectPipeline, stageHandler } from '@memo/pipeline';
import { createMeetingKeys, createS3Storage, createSuggestionKeys } from '@memo/storage';
import { createAiCallsRepository } from './answers/ai-calls.repository.ts';
import { createAiCalls } from './answers/ai-calls.ts';
import { createAnswers } from './answers/answers.ts';
import { createAssembleRepository } from './features/assemble/assemble.repository.ts';
import { createAssemble } from './features/assemble/assemble.service.ts';
import { createPartialRepository } from './features/partial/partial.repository.ts';
import { createPartialTranscripts } from './features/partial/partial.service.ts';
import { createPrepare } from './features/prepare/prepare.service.ts';
import { createProviderBreaker } from './features/suggest/provider-breaker.ts';
import { createSuggestRepository } from './features/suggest/suggest.repository.ts';
import { createSuggest } from './features/suggest/suggest.service.ts';
import { createCheckSupport } from './features/summarize/check-support.ts';
import { createMinutes } from './features/summarize/minutes.service.ts';
import { createSummarizeRepository } from './features/summarize/summarize.repository.ts';
import { createSummarize } from './features/summarize/summarize.service.ts';
import { createWriteNote } from './features/summarize/write-note.ts';
import { createTranscribeRepository } from './features/transcribe/transcribe.repository.ts';
import { createTranscribe } from './features/transcribe/transcribe.service.ts';
import { createPace } from './pace/pace.ts';
import { createPaced } from './pace/paced.ts';
import { sweepScratch } from './attempt/scratch.ts';

/** Builds the worker from its settings; jobs are taken as soon as this returns. */
export async function composeTranscriptionWorker(
  config: TranscriptionWorkerConfig,
  logger: Logger,
) {
  // First of all: whoever probes the process hears that it is starting.
  const counting = await openCounting(config.metrics, logger);
  await sweepScratch().catch((error: unknown) => {
    logger.warn('What killed workers left behind could not be removed', { error });
  });
  const audio = createAudioTools({
    ffmpegPath: await findFfmpeg(config.audio.ffmpegPath),
    childStarted: counting?.childStarted,
  });
  const connected = await connectPipeline({
    database: config.database,
    redisUrl: config.redis.url,
    observe: counting?.observe,
    logger,
  });
  const breaker = createProviderBreaker(logger);
  counting?.show({ ...connected, breaker });
  const { database, transact, pipeline } = connected;
  const recordEvent = createRecordEvent(database);
  const storage = createS3Storage(config.storage);
  const keys = createMeetingKeys(config.storage.audioPrefix);
  const redis = createRedis(config.redis.url, logger);
  const paced = createPaced(createPace({ redis, perMinute: config.ai.perMinute, logger }));
  const ai = createAi(config.ai, counting?.called);
  const recognizer = paced.recognizer(ai.recognizer);
  const languageModel = paced.languageModel(ai.languageModel);
  const engines = paced.engines(createSpeechEngines(config.ai, counting?.called));
  for (const warning of modelWarnings(config.ai)) logger.warn(warning);

  const calls = createAiCalls({
    repository: createAiCallsRepository(database),
    pricing: createPricing(config.ai.prices),
    onPaid: counting?.paid,
  });
  const answers = createAnswers({ storage, keys, calls, answered: pipeline.answered, logger });
  const prepare = createPrepare({
    storage,
    keys,
    audio,
    engines,
    chunkTargetMs: config.audio.chunkTargetMs,
    speechDetection: config.audio.speechDetection,
    logger,
  });
  const partial = createPartialTranscripts({
    storage,
    repository: createPartialRepository(database, transact),
    recognizer,
    logger,
  });
  const transcribe = createTranscribe({
    repository: createTranscribeRepository(database),
    answers,
    storage,
    keys,
    audio,
    engines,
    logger,
    onTranscribed: partial.onTranscribed,
  });
  const assemble = createAssemble({
    storage,
    repository: createAssembleRepository(database),
    audio,
    engines,
    lineUps: config.audio.lineUps,
    answers,
    matcher: createSpeakerMatcher(languageModel),
    logger,
  });
  // Without a language model a note is made of what was said, word for word.
  const isAsked = config.note.supportCheck && config.ai.text !== 'offline';
  const writeNote = createWriteNote({
    answers,
    summarizer: createSummarizer(languageModel),
    checkSupport: createCheckSupport({
      answers,
      checker: isAsked ? createSupportChecker(languageModel) : null,
      logger,
    }),
  });
  const reader = createMeetingReader(database);
  const repository = createSummarizeRepository(database, recordEvent);
  const summarize = createSummarize({ reader, repository, writeNote });
  const minutes = createMinutes({ database, reader, writeNote, pipeline });

  const suggest = createSuggest({
    repository: createSuggestRepository(database),
    storage,
    keys: createSuggestionKeys(),
    audio,
    recognizer,
    languageModel,
    createSuggester,
    calls,
    breaker,
    speechDetection: config.audio.speechDetection,
    logger,
  });
  const replier = createJobReplier({
    redisUrl: config.redis.url,
    // One is left for recordings that were uploaded, wherever there are two.
    atOnce: Math.max(1, config.worker.concurrency - 1),
    logger,
  });

  const worker = createJobWorker({
    queue: 'transcription',
    redisUrl: config.redis.url,
    concurrency: config.worker.concurrency,
    logger,
    handlers: {
      ticket: stageHandler(pipeline, 'transcription', {
        prepare,
        transcribe,
        assemble,
        summarize,
        minutes,
      }),
      suggest: replier.handler<'suggest'>(suggest),
    },
  });
  return {
    drainMs: config.worker.drainMs,
    ready: async () => {
      await worker.ready();
      counting?.ready();
    },
    engineProblems: createEngineCheck(config.ai),
    close: async (graceMs: number) => {
      counting?.drain();
      await worker.close(graceMs);
      replier.close();
      await partial.settled();
      await connected.close();
      storage.close();
      redis.disconnect();
      await counting?.close();
    },
  };
}

/** Null, and nothing of it is loaded, where no port is set. */
async function openCounting(
  { port, ...place }: TranscriptionWorkerConfig['metrics'],
  logger: Logger,
) {
  if (port === null) return null;
  const { countWork } = await import('./count-work.ts');
  return countWork({ port, ...place }, logger);
}
