import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Environment variables by name. An empty value counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The real environment. This is the only place in the product that reads it. */
export function processEnvironment(): Environment {
  return process.env;
}

/**
 * The environment of an operator's command: what is not set comes from `.env`, then from what a stack that runs here
 * says of its servers.
 */
export function operatorEnvironment(): Environment {
  const load = (path: string): void => {
    if (existsSync(path)) process.loadEnvFile(path);
  };
  load('.env');
  load(join(process.env.MEMO_DATA_DIR ?? '.memo', 'stack.env'));
  return process.env;
}
