import { join } from 'node:path';
import { loadStackConfig } from './apps.ts';
import { environmentWithFile, type Environment } from './environment.ts';

/**
 * The environment of an operator's command: what is not set comes from `.env`, then from what a stack that runs here
 * says of its servers.
 * @throws AppError `misconfigured`.
 */
export function operatorEnvironment(): Environment {
  const { stack } = loadStackConfig(environmentWithFile('.env'));
  return environmentWithFile(join(stack.dataDir, 'stack.env'));
}
