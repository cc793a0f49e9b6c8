import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { describeApi, documentText } from './describe-api.ts';

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help === true) {
  process.stdout.write(
    'Usage: npm run openapi\n\nWrites docs/openapi.json, the description of the API that clients are made from, from its routes.\n',
  );
  process.exit(0);
}

const path = join(import.meta.dirname, '../../../../docs/openapi.json');
await writeFile(path, documentText(describeApi(manifest.version)));
process.stdout.write(`${path} is written.\n`);
// Clients that were built and never used may hold the process.
process.exit(0);
