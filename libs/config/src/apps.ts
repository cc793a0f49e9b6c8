import type { z } from 'zod';
import { aiGroup } from './ai-group.ts';
import { auditCheckGroup, auditGroup } from './audit-group.ts';
import { authGroup } from './auth-group.ts';
import { settingsAlone, type Environment } from './environment.ts';
import {
  apiDatabaseGroup,
  audioGroup,
  bullBoardGroup,
  dashboardGroup,
  databaseGroup,
  databaseOwnerGroup,
  databaseReadGroup,
  httpGroup,
  noteGroup,
  redisGroup,
  runtimeGroup,
  smokeGroup,
  stackGroup,
  storageGroup,
  workerGroup,
} from './groups.ts';
import {
  accountDeletionGroup,
  accountLimitsGroup,
  rateLimitGroup,
  uploadGroup,
} from './limit-groups.ts';
import { load, namesIn, type Groups } from './load.ts';
import { mailGroup } from './mail-group.ts';
import { metricsGroup, tracingGroup } from './observability-groups.ts';
import { signInGroup } from './sign-in-group.ts';

const backend = {
  runtime: runtimeGroup,
  tracing: tracingGroup,
  metrics: metricsGroup,
  database: databaseGroup,
  redis: redisGroup,
};

const apiGroups = {
  ...backend,
  database: apiDatabaseGroup,
  databaseRead: databaseReadGroup,
  storage: storageGroup,
  http: httpGroup,
  rateLimit: rateLimitGroup,
  auth: authGroup,
  signIn: signInGroup,
  mail: mailGroup,
  upload: uploadGroup,
  accountLimits: accountLimitsGroup,
  accountDeletion: accountDeletionGroup,
  audit: auditGroup,
  bullBoard: bullBoardGroup,
  ai: aiGroup,
};
const transcriptionWorkerGroups = {
  ...backend,
  storage: storageGroup,
  ai: aiGroup,
  audio: audioGroup,
  note: noteGroup,
  worker: workerGroup,
};
const analyticsWorkerGroups = { ...backend, worker: workerGroup };
const dashboardSyncWorkerGroups = { ...backend, worker: workerGroup, dashboard: dashboardGroup };

/** Each app's settings. All throw AppError `misconfigured` listing every problem at once. */
export const loadApiConfig = (environment: Environment) => load(apiGroups, environment);

export const loadTranscriptionWorkerConfig = (environment: Environment) =>
  load(transcriptionWorkerGroups, environment);

export const loadAnalyticsWorkerConfig = (environment: Environment) =>
  load(analyticsWorkerGroups, environment);

export const loadDashboardSyncWorkerConfig = (environment: Environment) =>
  load(dashboardSyncWorkerGroups, environment);

/** @throws AppError `misconfigured` listing every problem any app would have with its settings. */
export function checkEveryConfig(environment: Environment): void {
  load(
    {
      ...transcriptionWorkerGroups,
      ...analyticsWorkerGroups,
      ...dashboardSyncWorkerGroups,
      // Last: it asks for more connections to the database than the others.
      ...apiGroups,
    },
    environment,
  );
}

const groupsByApp: Readonly<Record<string, Groups>> = {
  api: apiGroups,
  'transcription-worker': transcriptionWorkerGroups,
  'analytics-worker': analyticsWorkerGroups,
  'dashboard-sync-worker': dashboardSyncWorkerGroups,
};

/**
 * What a launcher passes on to an app: what any program needs to run, and the settings that this app reads. A worker
 * that runs a stranger's recording through ffmpeg has no use for what the API signs with.
 */
export function environmentOf(app: string, environment: Environment): Record<string, string> {
  const groups = groupsByApp[app] ?? {};
  // The AWS SDK finds credentials by settings of its own (a profile, a role).
  const own = 'storage' in groups ? /^AWS_/ : null;
  const names = namesIn(groups);
  return settingsAlone(environment, (name) => names.has(name) || own?.test(name) === true);
}

/** Of the processes; a tool that looks after one takes its name. */
export const appNames = Object.keys(groupsByApp);

/** @throws AppError `misconfigured` listing every problem of this app's settings, or of every app's. */
export function checkSettings(environment: Environment, app: string | undefined): void {
  if (app === undefined) checkEveryConfig(environment);
  else load(groupsByApp[app] ?? {}, environment);
}

/** Settings that a tool reads one by one: those that are right tell of a dependency though others are wrong. */
const parts = {
  database: databaseGroup,
  databaseRead: databaseReadGroup,
  redis: redisGroup,
  tracing: tracingGroup,
  metrics: metricsGroup,
  storage: storageGroup,
  http: httpGroup,
  ai: aiGroup,
  audio: audioGroup,
  worker: workerGroup,
  dashboard: dashboardGroup,
};
export type SettingsPart = keyof typeof parts;

/** The parts that this app has, or any. */
export const partsOf = (app: string | undefined): ReadonlySet<string> =>
  new Set(app === undefined ? Object.keys(parts) : Object.keys(groupsByApp[app] ?? {}));

/** @throws AppError `misconfigured` */
export const loadPart = <P extends SettingsPart>(
  part: P,
  environment: Environment,
): z.output<(typeof parts)[P]> =>
  load({ [part]: parts[part] }, environment)[part] as z.output<(typeof parts)[P]>;

/** The launcher fills in what is missing, so it asks only for what it uses itself. */
export const loadStackConfig = (environment: Environment) =>
  load({ stack: stackGroup, http: httpGroup, ai: aiGroup }, environment);

/** What a command that only looks at the database asks for. */
export const loadDatabaseConfig = (environment: Environment) =>
  load({ database: databaseGroup }, environment);

/** Of whoever migrates: the role that does, and the one the processes have where it is another. */
export interface MigrationTarget {
  url: string;
  appRole?: string;
  appUrl?: string;
}

export function loadMigrationTarget(environment: Environment): MigrationTarget {
  const groups = { database: databaseGroup, owner: databaseOwnerGroup };
  const { database, owner } = load(groups, environment);
  if (owner.ownerUrl === undefined) return { url: database.url };
  const appRole = decodeURIComponent(new URL(database.url).username);
  return { url: owner.ownerUrl, appRole, appUrl: database.url };
}

/** For a command that checks the audit log. */
export const loadAuditConfig = (environment: Environment) =>
  load({ audit: auditCheckGroup }, environment);

/** Who a command that uses a deployment from outside signs in as. */
export const loadSmokeConfig = (environment: Environment) =>
  load({ smoke: smokeGroup }, environment);

/** For commands that look at the storage. */
export const loadStorageConfig = (environment: Environment) =>
  load({ storage: storageGroup }, environment);

/** For the command that makes the bucket, and says which pages may use it. */
export const loadBucketConfig = (environment: Environment) =>
  load({ storage: storageGroup, http: httpGroup }, environment);

export type ApiConfig = ReturnType<typeof loadApiConfig>;
export type TranscriptionWorkerConfig = ReturnType<typeof loadTranscriptionWorkerConfig>;
export type AnalyticsWorkerConfig = ReturnType<typeof loadAnalyticsWorkerConfig>;
export type DashboardSyncWorkerConfig = ReturnType<typeof loadDashboardSyncWorkerConfig>;
