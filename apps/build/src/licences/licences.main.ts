/** `npm run check:licences`: what is installed, and under which terms. */
import { join } from 'node:path';
import { installedPackages } from './installed-packages.ts';
import { licenceProblems } from './licences.ts';

const repository = join(import.meta.dirname, '../../../..');

const problems = licenceProblems(await installedPackages(repository));
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) {
  process.stderr.write(
    'Choose another package, or say in apps/build/src/licences/licences.ts why it may be used.\n',
  );
  process.exitCode = 1;
}
