import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { aiGroup } from './ai-group.ts';
import * as groups from './groups.ts';
import { signInGroup } from './sign-in-group.ts';

const path = join(import.meta.dirname, '../../../.env.example');

function variables(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodPipe) return variables(schema.in);
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  throw new Error('A group of settings is an object, transformed or not.');
}

it('.env.example documents every setting and no other', async () => {
  const example = await readFile(path, 'utf8');
  const documented = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  const read = [...Object.values(groups), signInGroup, aiGroup].flatMap(variables);
  expect(documented.sort()).toEqual([...new Set(read)].sort());
});
