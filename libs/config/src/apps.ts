import type { Environment } from './environment.ts';
import {
  aiGroup,
  audioGroup,
  authGroup,
  bullBoardGroup,
  dashboardGroup,
  databaseGroup,
  httpGroup,
  redisGroup,
  runtimeGroup,
  stackGroup,
  storageGroup,
  uploadGroup,
  workerGroup,
} from './groups.ts';
import { load } from './load.ts';

const backend = { runtime: runtimeGroup, database: databaseGroup, redis: redisGroup };

/** Each app's settings. All throw AppError `misconfigured` listing every problem at once. */
export const loadApiConfig = (environment: Environment) =>
  load(
    {
      ...backend,
      storage: storageGroup,
      http: httpGroup,
      auth: authGroup,
      upload: uploadGroup,
      bullBoard: bullBoardGroup,
      ai: aiGroup,
    },
    environment,
  );

export const loadTranscriptionWorkerConfig = (environment: Environment) =>
  load(
    { ...backend, storage: storageGroup, ai: aiGroup, audio: audioGroup, worker: workerGroup },
    environment,
  );

export const loadAnalyticsWorkerConfig = (environment: Environment) =>
  load({ ...backend, worker: workerGroup }, environment);

export const loadDashboardSyncWorkerConfig = (environment: Environment) =>
  load({ ...backend, worker: workerGroup, dashboard: dashboardGroup }, environment);

/** The launcher fills in what is missing, so it asks only for what it uses itself. */
export const loadStackConfig = (environment: Environment) =>
  load({ stack: stackGroup, http: httpGroup, ai: aiGroup }, environment);

export type ApiConfig = ReturnType<typeof loadApiConfig>;
export type TranscriptionWorkerConfig = ReturnType<typeof loadTranscriptionWorkerConfig>;
export type AnalyticsWorkerConfig = ReturnType<typeof loadAnalyticsWorkerConfig>;
export type DashboardSyncWorkerConfig = ReturnType<typeof loadDashboardSyncWorkerConfig>;
