import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { operatorEnvironment } from '@memo/config';
import { composeCli } from './compose.ts';

const isSource = import.meta.filename.endsWith('.ts');

const repository = join(import.meta.dirname, '../../..');

const run = composeCli({
  output: {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    errIsTerminal: process.stderr.isTTY,
  },
  environment: operatorEnvironment,
  isHere: (app) => existsSync(join(repository, 'apps', app, 'package.json')),
  ...(isSource && { repository }),
});

process.exitCode = await run(process.argv.slice(2));
