import { join } from 'node:path';
import { operatorEnvironment } from '@memo/config';
import { composeCli } from './compose.ts';

const isSource = import.meta.filename.endsWith('.ts');

const run = composeCli({
  output: {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    errIsTerminal: process.stderr.isTTY,
  },
  environment: operatorEnvironment,
  ...(isSource && { repository: join(import.meta.dirname, '../../..') }),
});

process.exitCode = await run(process.argv.slice(2));
