import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { targets } from './check/check-dockerfile.ts';
import { differences } from './report.ts';
import { verifyImages } from './verify.ts';

const usage = `Usage: npm run verify:image -- [--dockerfile FILE] [TARGET …]

Executes the Dockerfile without a container engine, in an empty directory: its ARG, ENV, RUN, COPY, WORKDIR, USER,
ENTRYPOINT, CMD and HEALTHCHECK; an instruction or flag it does not know is an error. Then starts what came of it as the
image's user on a tree that cannot be written to, processes the sample call, and prints sizes, start-up times and what
differs from a container. It takes some minutes, and needs root on Debian for its mounts. With targets named, those alone
are built, and the system is not run: ${targets.join(', ')}`;

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' }, dockerfile: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !targets.includes(name));
if (values.help === true || unknown.length > 0) {
  process.stdout.write(
    `${unknown.map((name) => `There is no target ${name}.\n\n`).join('')}${usage}\n`,
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}
if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  process.stderr.write(
    'verify:image needs root on Linux: it mounts what an image would contain.\n',
  );
  process.exit(1);
}

try {
  const report = await verifyImages({
    repository: join(import.meta.dirname, '../../..'),
    ...(positionals.length > 0 && { wanted: positionals }),
    ...(values.dockerfile !== undefined && {
      dockerfile: await readFile(values.dockerfile, 'utf8'),
    }),
    notify: (message) => process.stderr.write(`${message}\n`),
  });
  process.stdout.write(`\n${report}\n\n${differences}\n`);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  // Not by exitCode: a hook that comes with the embedded PostgreSQL ends a process that has nothing left to do with 0.
  process.exit(1);
}
