import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help === true) {
  process.stdout.write(`Usage: npm run sbom

Writes dist/sbom.cdx.json beside what npm run build wrote: every npm package that runs in production, with its version, licence
and hash, in CycloneDX. An image has a list of its own packages, /app/sbom.cdx.json.
`);
  process.exit(0);
}

const dist = join(import.meta.dirname, '../../../dist');
if (!existsSync(join(dist, 'package.json'))) {
  process.stderr.write('There is no dist. Run npm run build first.\n');
  process.exit(1);
}
const list = ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx'];
const { stdout } = await promisify(execFile)('npm', list, { cwd: dist, maxBuffer: 1e8 });
const path = join(dist, 'sbom.cdx.json');
await writeFile(path, stdout);
const { components } = JSON.parse(stdout) as { components: unknown[] };
process.stdout.write(`${path} has ${components.length} packages.\n`);
