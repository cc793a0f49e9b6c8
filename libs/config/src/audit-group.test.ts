import { expect, it } from '@jest/globals';
import { auditCheckGroup, auditGroup } from './audit-group.ts';

const [key, jwt] = ['k'.repeat(32), 'j'.repeat(32)];

it('AUDIT_KEY signs, and without it JWT_SECRET does; all others are of before', () => {
  const before = { JWT_SECRET: jwt, AUDIT_KEYS_BEFORE: 'one, two' };
  for (const group of [auditGroup, auditCheckGroup]) {
    expect(group.parse({ ...before, AUDIT_KEY: key }).secrets).toEqual([key, jwt, 'one', 'two']);
    expect(group.parse(before).secrets?.[0]).toBe(jwt);
  }
});

it('nothing is checked with keys of before alone', () => {
  expect(auditCheckGroup.parse({ AUDIT_KEYS_BEFORE: 'one' }).secrets).toBeNull();
});
