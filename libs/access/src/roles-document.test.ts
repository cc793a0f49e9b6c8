import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { WorkspaceRole } from '@memo/entities';
import { can, permissionsOf } from './permissions.ts';

const path = join(import.meta.dirname, '../../../docs/roles.md');
const roles: WorkspaceRole[] = ['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'];

it('docs/roles.md says of every permission which roles have it', async () => {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const told = lines
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const actor = { kind: 'user', userId: 0 } as const;
  const all = permissionsOf({ actor: { kind: 'system', name: 'test' }, role: null });
  const wanted = all.map((permission) => [
    `\`${permission}\``,
    ...roles.map((role) => (can({ actor, role }, permission) ? 'yes' : '')),
  ]);
  expect(told).toEqual(wanted);
});
