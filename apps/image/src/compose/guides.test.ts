import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readCompose } from './compose-file.ts';

const repository = join(import.meta.dirname, '../../../..');

/** `docker compose …` of the guides, in words, up to what comes after it in the shell. */
async function commandsOf(path: string): Promise<string[][]> {
  const text = await readFile(join(repository, path), 'utf8');
  const blocks = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, block = '']) => block).join('\n');
  return [...blocks.matchAll(/docker compose ([^\n#&|<>]+)/g)].map(([, words = '']) =>
    words.trim().split(/\s+/),
  );
}

it('what the README has run in a service is run in one that is there, under its profile', async () => {
  const { services } = await readCompose(join(repository, 'docker-compose.yml'));
  const commands = (await commandsOf('README.md')).filter((words) =>
    words.some((word) => ['run', 'exec'].includes(word)),
  );
  expect(commands.length).toBeGreaterThan(6);
  for (const words of commands) {
    const begun = words.findIndex((word) => ['run', 'exec'].includes(word));
    const rest = words.slice(begun + 1);
    const entrypoint = rest.indexOf('--entrypoint');
    if (entrypoint >= 0) rest.splice(entrypoint, 2);
    const service = rest.find((word) => !word.startsWith('-')) ?? '';
    const [profile] = services[service]?.profiles ?? [];
    expect([words, service in services]).toEqual([words, true]);
    const given = words[begun] === 'run' ? words[words.indexOf('--profile') + 1] : profile;
    expect([words, given]).toEqual([words, profile ?? given]);
  }
});
