import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { describeApi, documentText } from './describe-api.ts';

const path = join(import.meta.dirname, '../../../../docs/openapi.json');
await writeFile(path, documentText(describeApi(manifest.version)));
process.stdout.write(`${path} is written.\n`);
// Clients that were built and never used may hold the process.
process.exit(0);
