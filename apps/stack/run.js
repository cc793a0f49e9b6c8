/**
 * Runs a program of the stack as it is compiled from the sources that are here, which it is first, if they have changed:
 * `node apps/stack/run.js start`. JavaScript, because nothing is compiled yet.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

const repository = join(import.meta.dirname, '../..');
const cache = join(repository, 'node_modules/.cache/memo');

const directory = compiled() ?? compile();
const [node, , program] = process.argv;
await run(join(directory, `apps/stack/src/${program}.js`));

async function run(main) {
  enableCompileCache(join(directory, 'v8'));
  await import(join(directory, 'apps/stack/src/compiled/source-lines.main.js'));
  process.argv.splice(0, 3, node, main);
  await import(main);
}

/** Where it is compiled to; null when a file has changed since, or has gone. */
function compiled() {
  try {
    const { name, node, files } = JSON.parse(readFileSync(join(cache, 'current.json'), 'utf8'));
    const isAsItWas = ([file, [modifiedMs, size]]) => {
      const now = statSync(join(repository, file));
      return now.mtimeMs === modifiedMs && now.size === size;
    };
    const isCurrent = node === process.version && Object.entries(files).every(isAsItWas);
    return isCurrent ? join(cache, name) : null;
  } catch {
    return null;
  }
}

function compile() {
  process.stderr.write('Compiling what has changed …\n');
  const main = join(import.meta.dirname, 'src/compiled/compile.main.ts');
  execFileSync(process.execPath, [main, cache], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const directory = compiled();
  if (directory === null)
    throw new Error('The sources changed while they were compiled. Try again.');
  return directory;
}
