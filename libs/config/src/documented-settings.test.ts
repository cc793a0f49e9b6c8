import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { aiGroup } from './ai-group.ts';
import { auditGroup } from './audit-group.ts';
import { authGroup } from './auth-group.ts';
import * as groups from './groups.ts';
import * as limits from './limit-groups.ts';
import { mailGroup } from './mail-group.ts';
import * as observability from './observability-groups.ts';
import { signInGroup } from './sign-in-group.ts';

const read = (path: string) => readFile(join(import.meta.dirname, '../../..', path), 'utf8');

/** Settings by name with their defaults as they would be written; null for none. */
type Settings = Record<string, string | null>;

function settingsOf(schema: z.core.$ZodType): Settings {
  if (schema instanceof z.ZodPipe) return settingsOf(schema.in);
  if (!(schema instanceof z.ZodObject)) {
    throw new Error('A group of settings is an object, transformed or not.');
  }
  const shape: Record<string, z.core.$ZodType> = schema.shape;
  const fields = Object.entries(shape);
  return Object.fromEntries(fields.map(([name, field]) => [name, defaultOf(field)]));
}

function defaultOf(field: z.core.$ZodType): string | null {
  if (field instanceof z.ZodPipe) return defaultOf(field.in) ?? defaultOf(field.out);
  if (!(field instanceof z.ZodDefault || field instanceof z.ZodPrefault)) return null;
  const value: unknown = field.def.defaultValue;
  // A built-in table has no place in a list.
  return typeof value === 'object' || value === ''
    ? null
    : JSON.stringify(value).replaceAll('"', '');
}

const settings: Settings = Object.assign(
  {},
  ...[
    ...Object.values(groups),
    ...Object.values(limits),
    ...Object.values(observability),
    authGroup,
    auditGroup,
    signInGroup,
    mailGroup,
    aiGroup,
  ].map(settingsOf),
) as Settings;

describe('.env.example', () => {
  it('has every setting and no other, with its default where it has one', async () => {
    const lines = (await read('.env.example')).matchAll(/^#?([A-Z][A-Z0-9_]+)=(.*)$/gm);
    const shown = Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
    expect(Object.keys(shown).sort()).toEqual(Object.keys(settings).sort());
    const defaults = Object.entries(settings).filter(([, value]) => value !== null);
    expect(shown).toMatchObject(Object.fromEntries(defaults));
  });
});

describe('docs/configuration.md', () => {
  it('has every setting and no other, with its default or a dash', async () => {
    const rows = (await read('docs/configuration.md')).matchAll(/^\| (`[A-Z].*?) \| (.*?) \|/gm);
    const shown = [...rows].flatMap(([, names = '', value = '']) =>
      [...names.matchAll(/`([A-Z0-9_]+)`/g)].map(([, name = '']) => {
        const text = value.trim().replaceAll('`', '');
        return [name, text === '–' ? null : text];
      }),
    );
    expect(shown.map(([name]) => name).sort()).toEqual(Object.keys(settings).sort());
    expect(Object.fromEntries(shown)).toEqual(settings);
  });
});
