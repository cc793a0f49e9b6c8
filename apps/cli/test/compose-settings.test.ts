import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  appNames,
  checkSettings,
  environmentOf,
  loadAnalyticsWorkerConfig,
  loadApiConfig,
  loadAuditConfig,
  loadDashboardSyncWorkerConfig,
  loadMigrationTarget,
  loadSmokeConfig,
  loadStorageConfig,
  loadTranscriptionWorkerConfig,
} from '@memo/config';
import { parse } from 'yaml';
import { filesOf } from '../src/commands/secrets/files-of.ts';
import { keepSecrets } from '../src/commands/secrets/secrets.ts';

const repository = join(import.meta.dirname, '../../..');

interface Services {
  services: Record<string, { environment?: Record<string, string | null>; volumes?: string[] }>;
}

/** What the image or this file sets, whatever .env says: it is about places, and a container has its own. */
const ofPlaces = [
  ...['FFMPEG_PATH', 'HOST', 'LOG_DIR', 'METRICS_PORT', 'NODE_ENV', 'PORT', 'TMPDIR_SIZE'],
];

let services: Services['services'];
let files: ReturnType<typeof filesOf>;
let documented: string[];
beforeAll(async () => {
  const read = (path: string) => readFile(join(repository, path), 'utf8');
  ({ services } = parse(await read('docker-compose.yml'), { merge: true }) as Services);
  const directory = await mkdtemp(join(tmpdir(), 'memo-secrets-'));
  files = filesOf(await keepSecrets(directory));
  await rm(directory, { recursive: true });
  documented = [...(await read('.env.example')).matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(
    ([, name = '']) => name,
  );
});

const inFile = (service: string): Record<string, string | undefined> =>
  parseEnv(
    files.find(({ folder, name }) => folder === service && name === 'settings.env')?.text ?? '',
  );

const namesGivenTo = (service: string): string[] => [
  ...new Set([
    ...Object.keys(services[service]?.environment ?? {}),
    ...Object.keys(inFile(service)),
  ]),
];

/** As Compose makes them where .env says nothing: what has no value is not there, and what is there goes before the file. */
function settingsOf(service: string): Record<string, string | undefined> {
  const written = Object.entries(services[service]?.environment ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [[name, value.replace(/^\$\{\w+:-(.*)\}$/, '$1')] as const],
  );
  return { ...inFile(service), ...Object.fromEntries(written) };
}

describe('docker-compose.yml gives', () => {
  it.each([
    ['api', loadApiConfig],
    ['transcription-worker', loadTranscriptionWorkerConfig],
    ['analytics-worker', loadAnalyticsWorkerConfig],
    ['dashboard-sync-worker', loadDashboardSyncWorkerConfig],
  ])('%s what it needs, what .env has for it, and nothing that it does not read', (name, load) => {
    const everything = Object.fromEntries(documented.map((setting) => [setting, 'set']));
    const reads = Object.keys(environmentOf(name, everything));
    const other = (names: string[]) => names.filter((one) => !ofPlaces.includes(one)).sort();
    expect(other(namesGivenTo(name))).toEqual(other(reads));
    expect(() => load(settingsOf(name))).not.toThrow();
  });

  it('the commands what they need, and nothing else', () => {
    expect(() => loadMigrationTarget(settingsOf('migrate'))).not.toThrow();
    expect(namesGivenTo('migrate').sort()).toEqual(['DATABASE_OWNER_URL', 'DATABASE_URL']);

    const storage = ['AWS_ACCESS_KEY_ID', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY'];
    const bucket = [...storage, 'CORS_ORIGINS', 'S3_BUCKET_NAME', 'S3_ENDPOINT'].sort();
    expect(() => loadStorageConfig(settingsOf('bucket'))).not.toThrow();
    expect(namesGivenTo('bucket').sort()).toEqual(bucket);

    const smoke = { ...settingsOf('smoke'), SMOKE_EMAIL: 'smoke@example.com', SMOKE_PASSWORD: 'x' };
    expect(() => loadSmokeConfig(smoke)).not.toThrow();
    expect(namesGivenTo('smoke').sort()).toEqual(['SMOKE_EMAIL', 'SMOKE_PASSWORD']);
  });

  it('an operator\u2019s commands what all processes have, so that doctor asks what those ask', async () => {
    const memo = settingsOf('memo');
    expect(() => checkSettings(memo, undefined)).not.toThrow();
    expect(loadAuditConfig(memo).audit.secrets).toHaveLength(2);
    const ofProcesses = appNames.flatMap(namesGivenTo);
    const other = (names: readonly string[]) =>
      [...new Set(names)]
        .filter((one) => !ofPlaces.includes(one) && !one.startsWith('BULL_BOARD_'))
        .sort();
    expect(other(namesGivenTo('memo'))).toEqual(other(ofProcesses));
    for (const name of ['ops/compose/local-ai.yml', 'ops/compose/observability.yml']) {
      const { services: over } = parse(await readFile(join(repository, name), 'utf8'), {
        merge: true,
      }) as Services;
      expect([name, over.memo?.environment]).toEqual([name, over.api?.environment]);
    }
  });

  it('those who share a secret the same one', () => {
    const shared = [
      'DATABASE_URL',
      'REDIS_URL',
      'JWT_SECRET',
      'AUDIT_KEY',
      'AWS_SECRET_ACCESS_KEY',
    ];
    const values = (service: string) => shared.map((name) => settingsOf(service)[name]);
    expect(values('memo')).toEqual(values('api'));
    const { REDIS_URL: ofApi = '' } = settingsOf('api');
    const redis = files.find(({ folder }) => folder === 'redis');
    expect(redis?.text).toBe(`requirepass ${new URL(ofApi).password}\n`);
  });

  it('names that are settings, from .env too', async () => {
    const text = await readFile(join(repository, 'docker-compose.yml'), 'utf8');
    const interpolated = [...text.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = '']) => name);
    expect(interpolated.filter((name) => !documented.includes(name))).toEqual([]);
  });

  it('a place to each secret, and a secret to each place', () => {
    const places = (services.secrets?.volumes ?? []).map(
      (volume) => volume.split(':/run/memo/')[1],
    );
    const folders = files.map(({ folder }) => folder);
    expect(places.sort()).toEqual([...new Set(['kept', ...folders])].sort());
  });
});
