import { existsSync } from 'node:fs';

/** Environment variables by name. An empty value counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The real environment. This is the only place in the product that reads it. */
export function processEnvironment(): Environment {
  return process.env;
}

/** The same, with what is not set taken from a file of settings, if it is there. */
export function environmentWithFile(path: string): Environment {
  if (existsSync(path)) process.loadEnvFile(path);
  return processEnvironment();
}
