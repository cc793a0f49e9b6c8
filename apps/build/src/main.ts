import { join } from 'node:path';
import { build } from './build.ts';

const repository = join(import.meta.dirname, '../../..');

const out = join(repository, 'dist');
await build(repository, out);
process.stdout.write(`${out} has what runs in production; README.md says how it is started.\n`);
