import { createAccess, createAccessTokens } from '@memo/access';
import {
  createAi,
  createEngineCheck,
  createEstimator,
  createSpeechEngines,
  describeAi,
  modelWarnings,
} from '@memo/ai';
import type { ApiConfig } from '@memo/config';
import type { ChildStarted } from '@memo/confine';
import type { Reads } from '@memo/entities';
import { createJobRequester, type createRedis } from '@memo/jobs';
import {
  createAuditKeys,
  createAuditLog,
  createRecordEvent,
  mayChangeAudit,
  sealEvents,
} from '@memo/journal';
import type { Logger } from '@memo/logging';
import { createMail } from '@memo/mail';
import { createIntake, createMeetingReader, createUnclaimed } from '@memo/meetings';
import type { connectPipeline } from '@memo/pipeline';
import { createMeetingKeys, createS3Storage, createSuggestionKeys } from '@memo/storage';
import { createAccountLimits } from './account-limits/account-limits.ts';
import { createBullBoardRouter } from './admin/bull-board.ts';
import { createReadMeetingRuns } from './admin/meeting-runs.ts';
import { foldFeatures } from './feature.ts';
import { createAccountFeature } from './features/account/account.feature.ts';
import { createActionItemsFeature } from './features/action-items/action-items.feature.ts';
import { createAnalyticsFeature } from './features/analytics/analytics.feature.ts';
import { createAuthFeature } from './features/auth/auth.feature.ts';
import { admitsAccount } from './features/auth/company-domains.ts';
import { createPasswords } from './features/auth/passwords.ts';
import { createChangesFeature } from './features/changes/changes.feature.ts';
import { createCrmFeature } from './features/crm/crm.feature.ts';
import { createDebugRoutesFeature } from './features/debug-routes/debug-routes.feature.ts';
import { createMeetingAudioFeature } from './features/meeting-audio/meeting-audio.feature.ts';
import { createMeetingEventsFeature } from './features/meeting-events/meeting-events.feature.ts';
import { createMeetingExportFeature } from './features/meeting-export/meeting-export.feature.ts';
import { createMinutesFeature } from './features/minutes/minutes.feature.ts';
import { createMeetingsFeature } from './features/meetings/meetings.feature.ts';
import { createSharingFeature } from './features/sharing/sharing.feature.ts';
import { createRecordingsFeature } from './features/recordings/recordings.feature.ts';
import { createSuggestionsFeature } from './features/suggestions/suggestions.feature.ts';
import { createOperationsFeature } from './features/operations/operations.feature.ts';
import { createTemplatesFeature } from './features/templates/templates.feature.ts';
import { createTranscriptFeature } from './features/transcript/transcript.feature.ts';
import { createTranscriptionFeature } from './features/transcription/transcription.feature.ts';
import { createUpkeepFeature } from './features/upkeep/upkeep.feature.ts';
import { createUsageFeature } from './features/usage/usage.feature.ts';
import { createWorkspacesFeature } from './features/workspaces/workspaces.feature.ts';
import { createReadFleetState } from './fleet-state.ts';
import { createHealthRoutes } from './http/health.ts';
import { createReservations } from './http/idempotency/reservations.ts';
import type { RateLimits } from './http/rate-limits.ts';
import { createLetters } from './outbox/letters.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createPlayback } from './playback/playback.ts';
import { readinessOf } from './readiness.ts';
import type { LastTurns } from './sweeper/last-turns.ts';
import { createUploads } from './upload/receive-upload.ts';
import { createUploadPlaces } from './upload/upload-places.ts';

interface Connections extends Awaited<ReturnType<typeof connectPipeline>> {
  redis: ReturnType<typeof createRedis>;
  rateLimits: RateLimits;
  lastTurns: LastTurns;
  childStarted: ChildStarted | undefined;
  /** For lists and exports. */
  reads: Reads;
}

/** An upload that takes longer becomes no meeting: what is stored of it is taken for left behind. */
const longestUploadSeconds = 24 * 60 * 60;
/** Far longer than anyone waits for a suggestion. */
const longestSuggestionSeconds = 60 * 60;

/** Everything the API answers, on connections somebody else opens and closes. Asks none of them for anything. */
export function composeFeatures(
  config: ApiConfig,
  logger: Logger,
  version: string,
  connections: Connections,
) {
  const { isMigrated, database, transact, producer, pipeline } = connections;
  const { redis, rateLimits, reads } = connections;
  const storage = createS3Storage(config.storage);
  const keys = createMeetingKeys(config.storage.audioPrefix);
  const unclaimed = createUnclaimed({ database, storage });
  const places = createUploadPlaces(config.upload.atOnce);
  const accountLimits = createAccountLimits({ database, limits: config.accountLimits });
  const received = {
    ...{ storage, unclaimed, ...config.upload, logger },
    places,
    requireRoom: accountLimits.requireRoom,
  };
  const uploads = createUploads({
    ...received,
    keys,
    describe: (meetingId) => ({
      prefix: keys.prefix(meetingId),
      meetingId,
      sweepSeconds: longestUploadSeconds,
    }),
  });

  const audit = createAuditLog(database);
  const recordEvent = createRecordEvent(database);
  const shared = { database, transact, audit, recordEvent, pipeline, redis, logger };
  const reader = createMeetingReader(database);
  const playback = createPlayback({ database, storage });
  const passwords = createPasswords();
  const intake = createIntake(shared);

  const mail = createMail(config.mail.smtp);
  const { microsoft, google } = config.signIn;

  const accessTokens = createAccessTokens(config.auth);
  const admits = admitsAccount(config.signIn.companyDomains);
  const access = createAccess({ database, accessTokens, admits });

  // Only their names are of interest here: what the workers will ask.
  const { recognizer: speech, languageModel: text } = createAi(config.ai);
  for (const warning of modelWarnings(config.ai)) logger.warn(warning);
  const estimator = createEstimator({ speech, text, prices: config.ai.prices });

  const reservations = createReservations({ database, logger });

  const suggestionKeys = createSuggestionKeys();
  const samples = createUploads({
    ...received,
    keys: suggestionKeys,
    files: ['audio_file'],
    describe: (suggestionId) => ({
      prefix: suggestionKeys.recording(suggestionId),
      meetingId: null,
      sweepSeconds: longestSuggestionSeconds,
    }),
  });
  // Opens its connection with the first request only.
  const requester = createJobRequester({ producer, redisUrl: config.redis.url, logger });

  const readFleetState = createReadFleetState({ ...shared, unclaimed });
  const checkEngines = createEngineCheck(config.ai);
  const { readiness, advice } = readinessOf({
    ...{ isMigrated, storage, producer },
    engineProblems: checkEngines,
    mayChangeAudit: () => mayChangeAudit(database),
  });
  const outbox = createOutbox({ mail, logger });
  const letters = createLetters(config.mail.publicUrl);
  const auth = createAuthFeature({
    ...{ ...shared, config, accessTokens, admits, rateLimits, passwords, outbox, letters },
  });
  const documented = foldFeatures([
    { routes: createHealthRoutes({ version, readiness, advice, logger }) },
    // Closed last: the others may still have something to send.
    { routes: [], close: () => outbox.settled() },
    createUpkeepFeature({
      ...{ ...shared, reservations, unclaimed },
      auditKeys: createAuditKeys(config.audit.secrets),
    }),
    auth,
    createAccountFeature({
      ...{ ...shared, reader, storage, rateLimits, outbox },
      ...{ prove: auth.prove, letters, ...config.accountDeletion },
      addressMs: config.auth.accessTokenMs,
    }),
    createWorkspacesFeature({
      ...shared,
      mail,
      publicUrl: config.mail.publicUrl,
      provesAddresses: [config.mail.smtp, microsoft, google].some((one) => one !== null),
    }),
    createMinutesFeature({ ...shared, reader, accountLimits }),
    createActionItemsFeature({ ...shared, reads, reader }),
    createMeetingsFeature({ ...shared, reads, reader, intake, storage, keys, uploads }),
    createMeetingAudioFeature({ playback, storage, longestMs: config.auth.accessTokenMs }),
    createRecordingsFeature({
      ...{ ...shared, intake, unclaimed, storage, keys, places },
      requireRoom: accountLimits.requireRoom,
      formats: config.upload.formats,
      maxBytes: config.upload.maxDirectBytes,
    }),
    createMeetingEventsFeature({ ...shared, access, reader }),
    createMeetingExportFeature({
      ...{ ...shared, reads, version },
      childStarted: connections.childStarted,
    }),
    createSharingFeature({
      ...{ ...shared, reader, playback, passwords, rateLimits, admits },
      publicUrl: config.mail.statedUrl,
      secret: config.auth.secret,
    }),
    createChangesFeature({
      ...shared,
      seal: (workspaceId) => sealEvents({ database, transact }, workspaceId),
    }),
    createTemplatesFeature(shared),
    createTranscriptFeature(shared),
    createTranscriptionFeature({
      ...{ ...shared, intake, producer, storage },
      engine: describeAi(config.ai),
      engines: createSpeechEngines(config.ai),
      accountLimits,
    }),
    createOperationsFeature({
      ...{ ...shared, producer, readFleetState },
      lastTurns: connections.lastTurns,
    }),
    createCrmFeature(shared),
    createAnalyticsFeature(shared),
    createUsageFeature({ ...shared, estimator }),
    createSuggestionsFeature({ requester, uploads: samples }),
  ]);
  const debug = createDebugRoutesFeature({
    routes: documented.routes,
    development: config.runtime.development,
  });

  return {
    feature: foldFeatures([documented, debug]),
    access,
    storage,
    reservations,
    readFleetState,
    uploadsInFlight: () => places.taken(),
    adminRouter:
      config.bullBoard &&
      createBullBoardRouter({
        ...{ queues: producer.queues, rateLimits, ...config.bullBoard },
        readMeetingRuns: createReadMeetingRuns(database),
      }),
  };
}
