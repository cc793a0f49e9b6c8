import { describe, expect, it } from '@jest/globals';
import type { Actor, WorkspaceRole } from '@memo/entities';
import { actorName, personOf } from './actor.ts';
import { can, memberRefusal, permissionsOf, requirePermission } from './permissions.ts';

const user: Actor = { kind: 'user', userId: 7 };
const key: Actor = { kind: 'api_key', keyId: 'k', userId: 7 };
const link: Actor = { kind: 'share_link', linkId: 'l', meetingId: 'a' };
const system: Actor = { kind: 'system', name: 'sweeper' };

const roles: WorkspaceRole[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER'];

describe('the table of permissions', () => {
  it('gives every higher role all that a lower one has', () => {
    const sets = roles.map((role) => permissionsOf({ actor: user, role }));
    for (const [at, permissions] of sets.slice(0, -1).entries()) {
      expect(sets[at + 1]).toEqual(expect.arrayContaining(permissions));
    }
    expect(sets[0]?.length).toBeLessThan(sets[3]?.length ?? 0);
  });

  it('gives an API key what its role has, and no more', () => {
    expect(permissionsOf({ actor: key, role: 'VIEWER' })).toEqual(
      permissionsOf({ actor: user, role: 'VIEWER' }),
    );
  });

  it('lets a share link read one meeting and do nothing else', () => {
    expect(permissionsOf({ actor: link, role: null })).toEqual(['meeting.read']);
  });

  it('lets a share link read no other meeting, and nothing that is of no meeting', () => {
    const holder = { actor: link, role: null };
    expect(can(holder, 'meeting.read', 'a')).toBe(true);
    expect(can(holder, 'meeting.read', 'A')).toBe(true);
    expect(can(holder, 'meeting.read', 'b')).toBe(false);
    expect(can(holder, 'meeting.read')).toBe(false);
    expect(can(holder, 'meeting.update', 'a')).toBe(false);
    expect(() => requirePermission(holder, 'meeting.read', 'b')).toThrow('shows one meeting');
    // What a viewer is told is not for them.
    expect(() => requirePermission(holder, 'meeting.update', 'a')).toThrow('shows one meeting');
  });

  it('lets nobody do anything who has no role', () => {
    expect(permissionsOf({ actor: user, role: null })).toEqual([]);
  });

  it('says in one sentence why somebody may not', () => {
    const viewer = { actor: user, role: 'VIEWER' } as const;
    expect(() => requirePermission(viewer, 'meeting.delete')).toThrow(
      memberRefusal('meeting.delete') ?? 'none',
    );
    expect(memberRefusal('meeting.read')).toBeNull();
    expect(can({ actor: system, role: null }, 'meeting.delete')).toBe(true);
  });
});

describe('what needs a person', () => {
  it('gets the user, also behind an API key', () => {
    expect(personOf({ actor: user })).toBe(7);
    expect(personOf({ actor: key })).toBe(7);
  });

  it.each([[link], [system]])('refuses %j with a sentence that says what to do', (actor) => {
    expect(() => personOf({ actor })).toThrow(expect.objectContaining({ kind: 'forbidden' }));
    expect(() => personOf({ actor })).toThrow('Sign in first.');
  });

  it('is counted apart for each actor', () => {
    expect(new Set([user, key, link, system].map(actorName)).size).toBe(4);
  });
});
