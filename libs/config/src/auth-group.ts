import { z } from 'zod';
import { nodeEnvironment, positive } from './values.ts';

const jwtSecretLength = 'must have at least 32 characters; try: openssl rand -hex 32';
const hasSecret = z.object({ JWT_SECRET: z.string() });
/** As many bytes as the shortest hash that signs with it. */
const isShort = (secret: string): boolean => secret.length < 32;

export const authGroup = z
  .object({
    JWT_SECRET: z.string(),
    NODE_ENV: nodeEnvironment,
    JWT_ALGORITHM: z.enum(['HS256', 'HS384', 'HS512']).default('HS256'),
    JWT_ACCESS_TOKEN_EXPIRE_HOURS: positive.default(6),
    JWT_REFRESH_TOKEN_EXPIRE_DAYS: positive.default(7),
  })
  .refine((env) => !isShort(env.JWT_SECRET) || env.NODE_ENV === 'development', {
    path: ['JWT_SECRET'],
    // Told together with what else is wrong.
    when: ({ value }) => hasSecret.safeParse(value).success,
    message: `${jwtSecretLength}; a shorter one signs in development alone (NODE_ENV)`,
  })
  .transform((env) => ({
    secret: env.JWT_SECRET,
    advice: isShort(env.JWT_SECRET)
      ? `JWT_SECRET ${jwtSecretLength}: a shorter one can be guessed, and whoever guesses it is everybody. It is refused outside of development.`
      : null,
    algorithm: env.JWT_ALGORITHM,
    accessTokenMs: env.JWT_ACCESS_TOKEN_EXPIRE_HOURS * 3_600_000,
    refreshTokenMs: env.JWT_REFRESH_TOKEN_EXPIRE_DAYS * 86_400_000,
  }));
