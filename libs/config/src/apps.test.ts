import { describe, expect, it } from '@jest/globals';
import {
  checkEveryConfig,
  environmentOf,
  loadAnalyticsWorkerConfig,
  loadApiConfig,
  loadDashboardSyncWorkerConfig,
  loadTranscriptionWorkerConfig,
} from './apps.ts';

const complete = {
  DATABASE_URL: 'postgresql://user:password@localhost:5432/memo',
  REDIS_URL: 'redis://localhost:6379',
  S3_BUCKET_NAME: 'memo',
  JWT_SECRET: 'x'.repeat(32),
};

/** As the contract prints them, with a database's own port. */
const printed = {
  DATABASE_URL: 'postgresql://user:password@host:5432/database',
  HOST: '0.0.0.0',
  PORT: '8000',
  HTTPS_ENABLED: 'false',
  GEMINI_KEY: 'your-gemini-api-key',
  MAX_AUDIO_FILE_SIZE: '50MB',
  SUPPORTED_AUDIO_FORMATS: 'mp3,wav,m4a,flac,webm,opus',
  MICROSOFT_CLIENT_ID: 'your-azure-client-id',
  MICROSOFT_CLIENT_SECRET: 'your-azure-client-secret',
  MICROSOFT_TENANT_ID: 'your-azure-tenant-id',
  MICROSOFT_REDIRECT_URI: 'http://localhost:8000/api/v1/mobile/auth/microsoft/callback',
  GOOGLE_CLIENT_ID: 'your-google-client-id',
  GOOGLE_CLIENT_SECRET: 'your-google-client-secret',
  GOOGLE_REDIRECT_URI: 'http://localhost:8000/api/v1/mobile/auth/google/callback',
  COMPANY_DOMAINS: 'yourcompany.com,partner.com',
  NODE_ENV: 'development',
  JWT_SECRET: 'your-super-secret-jwt-key',
  JWT_ALGORITHM: 'HS256',
  JWT_ACCESS_TOKEN_EXPIRE_HOURS: '6',
  JWT_REFRESH_TOKEN_EXPIRE_DAYS: '7',
  AWS_ACCESS_KEY_ID: 'your-aws-access-key',
  AWS_SECRET_ACCESS_KEY: 'your-aws-secret-key',
  AWS_REGION: 'us-east-1',
  S3_BUCKET_NAME: 'your-bucket-name',
  S3_AUDIO_PREFIX: 'meetings/audio/',
  FRONTEND_URL: 'https://yourapp.com',
  DASHBOARD_BASE_URL: 'https://dashboard.yourapp.com',
};

describe('the settings that the contract prints', () => {
  it('are enough for every app, beside a Redis', () => {
    expect(() => checkEveryConfig({ ...printed, REDIS_URL: complete.REDIS_URL })).not.toThrow();
  });

  it('have a short secret, which is advised against in development and refused elsewhere', () => {
    const settings = { ...printed, REDIS_URL: complete.REDIS_URL };
    expect(loadApiConfig(settings).auth.advice).toMatch(/JWT_SECRET must have at least 32/);
    expect(loadApiConfig({ ...settings, JWT_SECRET: 'x'.repeat(32) }).auth.advice).toBeNull();
    for (const mode of ['production', 'test', undefined]) {
      const load = () => loadApiConfig({ ...settings, NODE_ENV: mode, JWT_ALGORITHM: 'none' });
      expect(load).toThrow(/- JWT_SECRET: must/);
      expect(load).toThrow(/- JWT_ALGORITHM: /);
    }
  });

  it('have no secret for the dashboard, whose deliveries are not signed then', () => {
    const { dashboard } = loadDashboardSyncWorkerConfig({ ...complete, ...printed });
    expect(dashboard).toEqual({ baseUrl: 'https://dashboard.yourapp.com', signingSecret: null });
  });
});

describe('the configuration', () => {
  it("has the contract's defaults", () => {
    const config = loadApiConfig(complete);
    expect(config.http).toEqual({
      host: '0.0.0.0',
      port: 8_000,
      trustProxy: false,
      corsOrigins: [],
      https: false,
      drainMs: 20_000,
    });
    expect(config.auth).toMatchObject({
      algorithm: 'HS256',
      accessTokenMs: 6 * 3_600_000,
      refreshTokenMs: 7 * 86_400_000,
    });
    expect(config.upload).toEqual({
      maxBytes: 50 * 1024 ** 2,
      maxDirectBytes: 500 * 1024 ** 2,
      formats: ['mp3', 'wav', 'm4a', 'flac', 'webm', 'opus'],
      atOnce: { perProcess: 50, perCaller: 10 },
    });
    expect(config.accountLimits).toEqual({
      storedBytes: null,
      audioHoursPerMonth: null,
      usdPerMonth: null,
    });
    expect(config.storage.audioPrefix).toBe('meetings/audio/');
  });

  it('names every problem at once', () => {
    const load = () =>
      loadApiConfig({
        ...complete,
        DATABASE_URL: 'mysql://localhost/memo',
        JWT_SECRET: 'short',
        PORT: 'eight thousand',
        S3_BUCKET_NAME: '',
      });
    for (const name of ['DATABASE_URL', 'JWT_SECRET', 'PORT', 'S3_BUCKET_NAME']) {
      expect(load).toThrow(new RegExp(`^ {2}- ${name}: `, 'm'));
    }
    expect(load).toThrow(/S3_BUCKET_NAME: is not set/);
  });

  it('sends no client secret over plain http, except within this machine', () => {
    const load = (address: string) => () =>
      loadApiConfig({ ...complete, MICROSOFT_AUTHORITY: address, GOOGLE_TOKEN_URL: address });
    expect(load('http://login.example.com')).toThrow(/MICROSOFT_AUTHORITY: .*https/);
    expect(load('http://login.example.com')).toThrow(/GOOGLE_TOKEN_URL: .*https/);
    expect(load('http://127.0.0.1:9000')).not.toThrow();
    expect(load('https://login.example.com')).not.toThrow();
  });

  it.each(['https://memo.example.com/back?a=b', 'https://memo.example.com/back#a'])(
    'does not take %p for an address providers send people back to',
    (address) => {
      const load = () =>
        loadApiConfig({
          ...complete,
          MICROSOFT_REDIRECT_URI: address,
          GOOGLE_REDIRECT_URI: address,
        });
      expect(load).toThrow(/MICROSOFT_REDIRECT_URI: .*query/);
      expect(load).toThrow(/GOOGLE_REDIRECT_URI: .*query/);
    },
  );

  it('normalizes the addresses providers send people back to, which compare them letter by letter', () => {
    const { signIn } = loadApiConfig({
      ...complete,
      ...{ MICROSOFT_CLIENT_ID: 'memo', MICROSOFT_CLIENT_SECRET: 'secret' },
      ...{ GOOGLE_CLIENT_ID: 'memo', GOOGLE_CLIENT_SECRET: 'secret' },
      MICROSOFT_REDIRECT_URI: 'https://Memo.Example.com:443/Back',
      GOOGLE_REDIRECT_URI: 'https://memo.example.com',
    });
    expect(signIn.microsoft?.redirectUri).toBe('https://memo.example.com/Back');
    expect(signIn.google?.redirectUri).toBe('https://memo.example.com/');
  });

  it.each(['@company.com', 'https://company.com', 'company', ' , '])(
    'does not take %p for company domains, which would let in nobody or everybody',
    (domains) => {
      expect(() => loadApiConfig({ ...complete, COMPANY_DOMAINS: domains })).toThrow(
        'COMPANY_DOMAINS',
      );
    },
  );

  it('never repeats a secret in its problems', () => {
    const load = () => loadApiConfig({ ...complete, JWT_SECRET: 'hunter2' });
    expect(load).toThrow('JWT_SECRET');
    expect(load).not.toThrow('hunter2');
  });

  it('reads sizes as people write them', () => {
    const { upload } = loadApiConfig({ ...complete, MAX_AUDIO_FILE_SIZE: '1.5GB' });
    expect(upload.maxBytes).toBe(1.5 * 1024 ** 3);
    expect(() => loadApiConfig({ ...complete, MAX_AUDIO_FILE_SIZE: 'big' })).toThrow('like 50MB');
    expect(() => loadApiConfig({ ...complete, MAX_DIRECT_UPLOAD_SIZE: '5.1GB' })).toThrow(
      'at most 5GB',
    );
  });

  it('treats an empty value as unset', () => {
    expect(loadTranscriptionWorkerConfig({ ...complete, GEMINI_KEY: '' }).ai.gemini).toBeNull();
  });

  it.each([
    ['api', loadApiConfig],
    ['transcription-worker', loadTranscriptionWorkerConfig],
    ['analytics-worker', loadAnalyticsWorkerConfig],
    ['dashboard-sync-worker', loadDashboardSyncWorkerConfig],
  ])(
    'offers no metrics until there is a port for them, which is where HOST says: %s',
    (_app, load) => {
      expect(load(complete).metrics).toMatchObject({ port: null, host: '0.0.0.0' });
      const { metrics } = load({ ...complete, METRICS_PORT: '9464', HOST: '127.0.0.1' });
      expect(metrics).toMatchObject({ port: 9_464, host: '127.0.0.1' });
      expect(() => load({ ...complete, METRICS_PORT: 'high' })).toThrow('METRICS_PORT');
    },
  );

  it('wants as many database connections for the API as its sweeper may hold at a time', () => {
    const small = { ...complete, DATABASE_POOL_SIZE: '3' };
    expect(() => loadApiConfig(small)).toThrow('DATABASE_POOL_SIZE: must be at least 4');
    expect(() => checkEveryConfig(small)).toThrow('DATABASE_POOL_SIZE: must be at least 4');
    expect(loadApiConfig({ ...small, DATABASE_POOL_SIZE: '4' }).database.poolSize).toBe(4);
    expect(loadTranscriptionWorkerConfig(small).database.poolSize).toBe(3);
  });

  it('wants a password for the board that cannot be guessed', () => {
    const board = { ...complete, BULL_BOARD_USER: 'ops' };
    expect(() => loadApiConfig({ ...board, BULL_BOARD_PASSWORD: 'a' })).toThrow(
      'BULL_BOARD_PASSWORD: must have at least 12 characters',
    );
    expect(
      loadApiConfig({ ...board, BULL_BOARD_PASSWORD: 'x'.repeat(12) }).bullBoard,
    ).not.toBeNull();
  });
});

describe('an app gets', () => {
  const everything = {
    ...complete,
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy',
    GEMINI_KEY: 'key of the provider',
    DASHBOARD_SIGNING_SECRET: 'whsec_of_the_dashboard_0',
    BULL_BOARD_PASSWORD: 'of the operators',
    AWS_SECRET_ACCESS_KEY: 'of the bucket',
    AWS_PROFILE: 'memo',
    GOOGLE_CLIENT_SECRET: 'of the sign-in',
    SOMEBODYS_TOKEN: 'no business of ours',
  };
  const system = ['PATH', 'HTTPS_PROXY'];
  const backend = [...system, 'DATABASE_URL', 'REDIS_URL'];
  const storage = ['S3_BUCKET_NAME', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'];

  it.each([
    [
      'api',
      loadApiConfig,
      [
        ...backend,
        ...storage,
        ...['JWT_SECRET', 'GEMINI_KEY', 'BULL_BOARD_PASSWORD', 'GOOGLE_CLIENT_SECRET'],
      ],
    ],
    ['transcription-worker', loadTranscriptionWorkerConfig, [...backend, ...storage, 'GEMINI_KEY']],
    ['analytics-worker', loadAnalyticsWorkerConfig, backend],
    [
      'dashboard-sync-worker',
      loadDashboardSyncWorkerConfig,
      [...backend, 'DASHBOARD_SIGNING_SECRET'],
    ],
  ])('the settings it reads and no other: %s', (app, load, names) => {
    const environment = environmentOf(app, everything);
    expect(Object.keys(environment).sort()).toEqual([...names].sort());
    expect(() => load(environment)).not.toThrow();
  });
});
