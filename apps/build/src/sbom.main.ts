import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help === true) {
  process.stdout.write(`Usage: npm run sbom

Writes dist/sbom.cdx.json beside what npm run build wrote: every npm package that runs in production, with its version,
licence and hash, in CycloneDX. An image has the list of its own packages, /app/sbom.cdx.json.
`);
  process.exit(0);
}

const dist = join(import.meta.dirname, '../../../dist');
if (!existsSync(join(dist, 'package.json'))) {
  process.stderr.write('There is no dist. Run npm run build first.\n');
  process.exit(1);
}

const npmReads = ['package.json', 'package-lock.json', '.npmrc'];
const directory = await mkdtemp(join(tmpdir(), 'memo-sbom-'));
try {
  await cp(dist, directory, {
    recursive: true,
    filter: (path) => !/\.\w+$/.test(path) || npmReads.includes(basename(path)),
  });
  const npm = (...words: string[]) =>
    promisify(execFile)('npm', words, { cwd: directory, maxBuffer: 1e8 });
  // The lockfile has what development needs, too; this leaves out what no manifest of dist asks for.
  await npm('install', '--package-lock-only', '--ignore-scripts', '--prefer-offline');
  const list = ['--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx'];
  const { stdout } = await npm('sbom', ...list);
  const path = join(dist, 'sbom.cdx.json');
  await writeFile(path, stdout);
  const { components } = JSON.parse(stdout) as { components: unknown[] };
  process.stdout.write(`${path} has ${components.length} packages.\n`);
} finally {
  await rm(directory, { recursive: true });
}
