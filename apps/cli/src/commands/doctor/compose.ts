import { tmpdir } from 'node:os';
import { checkModels, createEngineCheck, describeAi, modelWarnings } from '@memo/ai';
import { findFfmpeg } from '@memo/audio';
import {
  checkSettings,
  loadPart,
  partsOf,
  type Environment,
  type SettingsPart,
} from '@memo/config';
import { createDatabase, createDataSource, migrationState } from '@memo/entities/connections';
import { createJobProducer } from '@memo/jobs';
import { mayChangeAudit } from '@memo/journal';
import { silentLogger } from '@memo/logging';
import { scratchRoom } from '@memo/metrics';
import { createS3Storage } from '@memo/storage';
import { askDashboard } from './checks/dashboard.ts';
import { askDatabase, askReplica, type OpenDatabase } from './checks/database.ts';
import { askEngines } from './checks/engines.ts';
import { askDisk, askFfmpeg, askFonts } from './checks/machine.ts';
import { askRedis } from './checks/redis.ts';
import { askStorage } from './checks/storage.ts';
import { askCollector } from './checks/tracing.ts';
import { notAsked, ok, type Check, type Finding } from './diagnose.ts';

const answerWithinMs = 5_000;

/** What there is to ask on behalf of an app, or of all where none is named. */
export function composeChecks(
  environment: Environment,
  app: string | undefined,
  isHere: (app: string) => boolean,
): Check[] {
  const parts = partsOf(app);
  const check = (name: string, part: SettingsPart, ask: () => Promise<Finding[]>): Check[] => {
    if (!parts.has(part)) return [];
    return [{ name, ask: () => (isRight(part, environment) ? ask() : Promise.resolve([unset])) }];
  };
  const load = <P extends SettingsPart>(part: P) => loadPart(part, environment);
  /** What an app has beside it can be asked where it is alone. */
  const beside = (name: string, part: SettingsPart, of: string, ask: () => Promise<Finding[]>) =>
    check(name, part, isHere(of) ? ask : () => Promise.resolve([elsewhere(of)]));
  const { endpoint, headers = {} } = isRight('tracing', environment) ? load('tracing') : {};
  const { readUrl } = isRight('databaseRead', environment) ? load('databaseRead') : {};

  return [
    { name: 'settings', ask: () => askSettings(environment, app) },
    ...check('database', 'database', () => askDatabase(() => open(load('database').url))),
    ...(readUrl === undefined
      ? []
      : check('replica', 'databaseRead', () =>
          askReplica(
            () => open(load('database').url),
            () => open(readUrl),
          ),
        )),
    ...check('redis', 'redis', () => redisFindings(load('redis').url)),
    ...check('storage', 'storage', () => storageFindings(load('storage'))),
    ...check('engines', 'ai', () => engineFindings(load('ai'))),
    ...beside('ffmpeg', 'audio', worker, () =>
      askFfmpeg(() => findFfmpeg(load('audio').ffmpegPath)),
    ),
    ...beside('disk', 'audio', worker, () => diskFindings(load)),
    ...beside('fonts', 'http', 'api', () => askFonts()),
    ...(endpoint === undefined
      ? []
      : check('tracing', 'tracing', () => askCollector({ endpoint, headers }))),
    ...check('dashboard', 'dashboard', () => askDashboard(load('dashboard'))),
  ];
}

const worker = 'transcription-worker';
const elsewhere = (app: string) => notAsked(`The ${app} runs elsewhere, with what it needs there.`);

const unset = notAsked('Its settings are not right.');

function isRight(part: SettingsPart, environment: Environment): boolean {
  try {
    loadPart(part, environment);
    return true;
  } catch {
    // What is wrong the settings are asked for by themselves.
    return false;
  }
}

function askSettings(environment: Environment, app: string | undefined): Promise<Finding[]> {
  checkSettings(environment, app);
  const whose = app ?? 'every app';
  return Promise.resolve([ok(`The settings are those ${whose} can start with.`)]);
}

const diskFindings = (
  load: <P extends SettingsPart>(part: P) => ReturnType<typeof loadPart<P>>,
): Promise<Finding[]> =>
  askDisk({
    recordingsAtOnce: load('worker').concurrency,
    directory: tmpdir(),
    freeBytes: async (directory) => {
      const { free } = await scratchRoom(directory, load('metrics').scratchBytes);
      return free;
    },
  });

async function open(url: string): Promise<OpenDatabase> {
  const dataSource = createDataSource({
    ...{ url, poolSize: 1, answerWithinMs, connectWithinMs: answerWithinMs },
  });
  await dataSource.initialize();
  const database = createDatabase(dataSource);
  return {
    database,
    migrations: () => migrationState(dataSource),
    mayChangeAudit: () => mayChangeAudit(database),
    close: () => dataSource.destroy(),
  };
}

async function redisFindings(url: string): Promise<Finding[]> {
  const producer = createJobProducer({ redisUrl: url, logger: silentLogger });
  try {
    return await askRedis({ url, workers: () => producer.workers() });
  } finally {
    await producer.close();
  }
}

async function storageFindings(
  settings: ReturnType<typeof loadPart<'storage'>>,
): Promise<Finding[]> {
  const storage = createS3Storage(settings);
  try {
    const hasPublicEndpoint = settings.publicEndpoint !== undefined;
    return await askStorage({ storage, prefix: settings.audioPrefix, hasPublicEndpoint });
  } finally {
    storage.close();
  }
}

const engineFindings = (settings: ReturnType<typeof loadPart<'ai'>>): Promise<Finding[]> =>
  askEngines({
    description: describeAi(settings).description,
    isOffline: settings.speech === 'offline',
    refusals: createEngineCheck(settings),
    models: () => checkModels(settings),
    warnings: modelWarnings(settings),
  });
