import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.ts';

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help === true) {
  process.stdout.write(`Usage: npm run build

Compiles the apps, and what they are made of, to JavaScript in dist, with the manifests npm installs there by. It runs on
Node 24 or newer and nothing of what development needs.
`);
  process.exit(0);
}

const repository = join(import.meta.dirname, '../../..');

const out = join(repository, 'dist');
await build(repository, out);
process.stdout.write(`${out} has what runs in production; README.md says how it is started.\n`);
