import { join } from 'node:path';
import { build } from './build.ts';

const repository = join(import.meta.dirname, '../../..');

await build(repository, join(repository, 'dist'));
