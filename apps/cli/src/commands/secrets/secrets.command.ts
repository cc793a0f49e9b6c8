import { chown, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program } from '../../program.ts';
import { filesOf, type SecretFile } from './files-of.ts';
import { keepSecrets } from './secrets.ts';

/** `memo secrets` */
export function registerSecrets({ root, answer }: Program): void {
  root
    .command('secrets')
    .description(
      'Makes the secrets of a docker-compose installation, once, a folder for each reader.',
    )
    .argument('<directory>', 'where the folders are; kept/ has all of them and is for nobody else')
    .action((directory: string) =>
      answer(async () => {
        const files = filesOf(await keepSecrets(join(directory, 'kept')));
        for (const one of files) await write(directory, one);
        const readers = [...new Set(files.map(({ folder }) => folder))];
        return {
          text: `${directory} has the secrets of: ${readers.join(', ')}`,
          json: { readers },
        };
      }),
    );
}

/** For its reader's eyes only. The folder stays ours: in a container we have no right but to give files away. */
async function write(directory: string, { folder, name, uid, text }: SecretFile): Promise<void> {
  await mkdir(join(directory, folder), { recursive: true });
  const path = join(directory, folder, name);
  await writeFile(`${path}.new`, text, { mode: 0o400 });
  if (process.getuid?.() === 0) await chown(`${path}.new`, uid, uid);
  await rename(`${path}.new`, path);
}
