import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { takeApp } from './app-alone.ts';
import { build } from './build.ts';

const { values } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' }, apps: { type: 'string' } },
});
if (values.help === true) {
  process.stdout.write(`Usage: npm run build -- [--apps DIRECTORY]

Compiles the apps, and what they are made of, to JavaScript in dist, with the manifests npm installs there by. It runs on
Node 24 or newer and nothing of what development needs. --apps writes each app by itself as well, into a folder of that
directory: what an image has.
`);
  process.exit(0);
}

const repository = join(import.meta.dirname, '../../..');

const out = join(repository, 'dist');
await build(repository, out);
if (values.apps !== undefined) {
  for (const app of await readdir(join(out, 'apps'))) {
    await takeApp(out, app, join(values.apps, app));
  }
}
process.stdout.write(`${out} has what runs in production; README.md says how it is started.\n`);
