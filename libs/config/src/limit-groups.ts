import { z } from 'zod';
import { byteSize, commaList, positive, positiveInteger } from './values.ts';

export const rateLimitGroup = z
  .object({
    RATE_LIMIT_ANONYMOUS_PER_MINUTE: positiveInteger.default(30),
    RATE_LIMIT_USER_PER_MINUTE: positiveInteger.default(120),
    RATE_LIMIT_AUTH_PER_MINUTE: positiveInteger.default(10),
    RATE_LIMIT_AUTH_ADDRESS_PER_MINUTE: positiveInteger.default(300),
  })
  .transform((env) => ({
    anonymousPerMinute: env.RATE_LIMIT_ANONYMOUS_PER_MINUTE,
    userPerMinute: env.RATE_LIMIT_USER_PER_MINUTE,
    authPerMinute: env.RATE_LIMIT_AUTH_PER_MINUTE,
    authAddressPerMinute: env.RATE_LIMIT_AUTH_ADDRESS_PER_MINUTE,
  }));

/** What S3 takes in one PUT. */
const onePut = 5 * 1024 ** 3;

export const uploadGroup = z
  .object({
    MAX_AUDIO_FILE_SIZE: byteSize.prefault('50MB'),
    MAX_DIRECT_UPLOAD_SIZE: byteSize
      .refine((size) => size <= onePut, 'must be at most 5GB, which S3 takes in one request')
      .prefault('500MB'),
    SUPPORTED_AUDIO_FORMATS: commaList
      .pipe(z.array(z.enum(['mp3', 'wav', 'm4a', 'flac', 'webm', 'opus'])).min(1))
      .prefault('mp3,wav,m4a,flac,webm,opus'),
    UPLOADS_AT_ONCE: positiveInteger.default(50),
    UPLOADS_AT_ONCE_PER_USER: positiveInteger.default(10),
  })
  .transform((env) => ({
    maxBytes: env.MAX_AUDIO_FILE_SIZE,
    maxDirectBytes: env.MAX_DIRECT_UPLOAD_SIZE,
    formats: env.SUPPORTED_AUDIO_FORMATS,
    atOnce: { perProcess: env.UPLOADS_AT_ONCE, perCaller: env.UPLOADS_AT_ONCE_PER_USER },
  }));

/** What one workspace may take; each is off until it is set. */
export const accountLimitsGroup = z
  .object({
    ACCOUNT_MAX_STORED: byteSize.optional(),
    ACCOUNT_MAX_AUDIO_HOURS_PER_MONTH: positive.optional(),
    ACCOUNT_MAX_USD_PER_MONTH: positive.optional(),
  })
  .transform((env) => ({
    storedBytes: env.ACCOUNT_MAX_STORED ?? null,
    audioHoursPerMonth: env.ACCOUNT_MAX_AUDIO_HOURS_PER_MONTH ?? null,
    usdPerMonth: env.ACCOUNT_MAX_USD_PER_MONTH ?? null,
  }));

/** How long an account that its person deleted can be had back. */
export const accountDeletionGroup = z
  .object({ ACCOUNT_RESTORE_DAYS: positive.default(14) })
  .transform((env) => ({ restoreMs: env.ACCOUNT_RESTORE_DAYS * 86_400_000 }));
