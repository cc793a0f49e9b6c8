import { z } from 'zod';
import {
  addressLike,
  commaList,
  flag,
  nodeEnvironment,
  port,
  positiveInteger,
  trustedProxies,
} from './values.ts';

/**
 * One group per concern; variable names are the Memo contract's. Every variable is described in `.env.example`
 * and `docs/configuration.md` (a test holds them together).
 */
export const runtimeGroup = z
  .object({
    LOG_LEVEL: z
      .string()
      .toLowerCase()
      .pipe(z.enum(['error', 'warn', 'info', 'debug']))
      .default('info'),
    LOG_FORMAT: z.enum(['json', 'line']).default('json'),
    LOG_DIR: z.string().optional(),
    NODE_ENV: nodeEnvironment,
  })
  .transform((env) => ({
    log: { level: env.LOG_LEVEL, format: env.LOG_FORMAT, directory: env.LOG_DIR },
    development: env.NODE_ENV === 'development',
  }));

const databaseWith = (poolSize: typeof positiveInteger) =>
  z
    .object({
      DATABASE_URL: z.url({
        protocol: /^postgres(ql)?$/,
        error: addressLike('postgres://user:password@localhost:5432/memo'),
      }),
      DATABASE_POOL_SIZE: poolSize.default(10),
    })
    .transform((env) => ({ url: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE }));

/** For migrations alone: the processes have another role then, which may not change what the audit log says. */
export const databaseOwnerGroup = z
  .object({
    DATABASE_OWNER_URL: z
      .url({
        protocol: /^postgres(ql)?$/,
        error: addressLike('postgres://owner:password@localhost:5432/memo'),
      })
      .optional(),
  })
  .transform((env) => ({ ownerUrl: env.DATABASE_OWNER_URL }));

export const databaseGroup = databaseWith(positiveInteger);

/** A copy that follows the database, for lists and exports. */
export const databaseReadGroup = z
  .object({
    DATABASE_READ_URL: z
      .url({
        protocol: /^postgres(ql)?$/,
        error: addressLike('postgres://user:password@replica:5432/memo'),
      })
      .optional(),
  })
  .transform((env) => ({ readUrl: env.DATABASE_READ_URL }));

/** The API's sweeper has two intervals, and each holds one connection with its lock while it works on another. */
export const apiDatabaseGroup = databaseWith(
  positiveInteger.min(4, 'must be at least 4 for the API, which sweeps with up to 4 at a time'),
);

export const redisGroup = z
  .object({
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: addressLike('redis://localhost:6379') }),
  })
  .transform((env) => ({ url: env.REDIS_URL }));

export const storageGroup = z
  .object({
    AWS_ACCESS_KEY_ID: z.string().optional(),
    AWS_SECRET_ACCESS_KEY: z.string().optional(),
    AWS_REGION: z.string().default('us-east-1'),
    S3_BUCKET_NAME: z.string(),
    S3_ENDPOINT: z.url().optional(),
    S3_PUBLIC_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    S3_AUDIO_PREFIX: z
      .string()
      .regex(/^[\w/-]+\/$/, 'must end with a slash, like meetings/audio/')
      .default('meetings/audio/'),
    S3_SSE: z.enum(['AES256', 'aws:kms']).optional(),
    S3_SSE_KMS_KEY_ID: z.string().optional(),
  })
  .refine((env) => env.S3_SSE_KMS_KEY_ID === undefined || env.S3_SSE === 'aws:kms', {
    path: ['S3_SSE_KMS_KEY_ID'],
    message:
      'says with which key of AWS KMS objects are encrypted: set S3_SSE to aws:kms, or leave it out',
  })
  .transform((env) => ({
    region: env.AWS_REGION,
    bucket: env.S3_BUCKET_NAME,
    endpoint: env.S3_ENDPOINT,
    publicEndpoint: env.S3_PUBLIC_ENDPOINT,
    audioPrefix: env.S3_AUDIO_PREFIX,
    encryption:
      env.S3_SSE === undefined
        ? undefined
        : { algorithm: env.S3_SSE, kmsKeyId: env.S3_SSE_KMS_KEY_ID },
    // Without keys the AWS SDK's own chain (IAM role, profile) decides.
    credentials:
      env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY
        ? { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY }
        : undefined,
  }));

export const httpGroup = z
  .object({
    HOST: z.string().default('0.0.0.0'),
    PORT: port.default(8000),
    TRUST_PROXY: trustedProxies.prefault(''),
    CORS_ORIGINS: commaList
      .pipe(z.array(z.union([z.literal('*'), z.url({ protocol: /^https?$/ })])))
      .prefault(''),
    HTTPS_ENABLED: flag.prefault('false'),
    API_DRAIN_SECONDS: positiveInteger.default(20),
  })
  .transform((env) => ({
    host: env.HOST,
    port: env.PORT,
    trustProxy: env.TRUST_PROXY,
    corsOrigins: env.CORS_ORIGINS,
    https: env.HTTPS_ENABLED,
    drainMs: env.API_DRAIN_SECONDS * 1_000,
  }));

export const bullBoardGroup = z
  .object({
    BULL_BOARD_USER: z.string().optional(),
    BULL_BOARD_PASSWORD: z
      .string()
      .min(12, 'must have at least 12 characters; try: openssl rand -base64 18')
      .optional(),
  })
  .transform((env) =>
    env.BULL_BOARD_USER && env.BULL_BOARD_PASSWORD
      ? { user: env.BULL_BOARD_USER, password: env.BULL_BOARD_PASSWORD }
      : null,
  );

/** Cuts move by up to half a minute to a pause; chunks must stay well longer than that. */
const chunkMinutes = z.coerce.number('must be a number').min(2);

export const audioGroup = z
  .object({
    FFMPEG_PATH: z.string().optional(),
    CHUNK_MINUTES: chunkMinutes.default(20),
    SPEECH_DETECTION: z.enum(['voice', 'silence']).default('voice'),
    SPEAKER_LINE_UPS: flag.default(true),
  })
  .transform((env) => ({
    ffmpegPath: env.FFMPEG_PATH,
    chunkTargetMs: Math.round(env.CHUNK_MINUTES * 60_000),
    speechDetection: env.SPEECH_DETECTION,
    lineUps: env.SPEAKER_LINE_UPS,
  }));

export const noteGroup = z
  .object({ SUPPORT_CHECK: flag.default(false) })
  .transform((env) => ({ supportCheck: env.SUPPORT_CHECK }));

export const workerGroup = z
  .object({
    WORKER_CONCURRENCY: positiveInteger.default(4),
    WORKER_DRAIN_SECONDS: positiveInteger.default(15),
  })
  .transform((env) => ({
    concurrency: env.WORKER_CONCURRENCY,
    drainMs: env.WORKER_DRAIN_SECONDS * 1_000,
  }));

export const dashboardGroup = z
  .object({
    DASHBOARD_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
    DASHBOARD_SIGNING_SECRET: z.string().min(24).optional(),
  })
  .transform((env) =>
    env.DASHBOARD_BASE_URL === undefined
      ? null
      : { baseUrl: env.DASHBOARD_BASE_URL, signingSecret: env.DASHBOARD_SIGNING_SECRET ?? null },
  );

export const stackGroup = z
  .object({ MEMO_DATA_DIR: z.string().default('.memo') })
  .transform((env) => ({ dataDir: env.MEMO_DATA_DIR }));

/** The account that `memo smoke` uses a deployment with. */
export const smokeGroup = z
  .object({ SMOKE_EMAIL: z.email(), SMOKE_PASSWORD: z.string() })
  .transform((env) => ({ email: env.SMOKE_EMAIL, password: env.SMOKE_PASSWORD }));
