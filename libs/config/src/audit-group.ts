import { z } from 'zod';
import { exactList } from './values.ts';

const settings = z.object({
  AUDIT_KEY: z.string().min(32).optional(),
  AUDIT_KEYS_BEFORE: exactList.prefault(''),
  JWT_SECRET: z.string().optional(),
});

/** The secret that signs goes first. Before there was an AUDIT_KEY, JWT_SECRET signed. */
const secretsOf = (
  signing: string,
  env: { JWT_SECRET?: string | undefined; AUDIT_KEYS_BEFORE: string[] },
): [string, ...string[]] => [
  signing,
  ...(env.JWT_SECRET === undefined ? [] : [env.JWT_SECRET]),
  ...env.AUDIT_KEYS_BEFORE,
];

/** What the audit log is signed with, and may have been before. */
export const auditGroup = settings
  .extend({ JWT_SECRET: z.string() })
  .transform((env) => ({ secrets: secretsOf(env.AUDIT_KEY ?? env.JWT_SECRET, env) }));

/** What it may be checked with. Null where the secret that signs is not given: which rows it must have signed is not known then. */
export const auditCheckGroup = settings.transform((env) => {
  const signing = env.AUDIT_KEY ?? env.JWT_SECRET;
  return { secrets: signing === undefined ? null : secretsOf(signing, env) };
});
