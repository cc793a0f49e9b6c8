import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { fitsStrictRules } from './strict-schema.ts';

const fits = (schema: z.ZodType) => fitsStrictRules(z.toJSONSchema(schema));

it.each<[string, z.ZodType]>([
  ['everything required', z.object({ a: z.string(), b: z.number().int().nonnegative() })],
  ['null for what may be missing', z.object({ a: z.string().nullable() })],
  ['lists of objects', z.object({ a: z.array(z.object({ b: z.boolean() })).describe('some') })],
  ['choices', z.object({ a: z.enum(['x', 'y']) })],
  ['a field that is called like a keyword', z.object({ default: z.string(), oneOf: z.string() })],
])('a schema with %s can be promised', (_what, schema) => {
  expect(fits(schema)).toBe(true);
});

it.each<[string, z.ZodType]>([
  ['a field that may be missing', z.object({ a: z.string().optional() })],
  ['an open object', z.looseObject({ a: z.string() })],
  ['a dictionary', z.record(z.string(), z.string())],
  ['a default', z.object({ a: z.string().default('x') })],
  ['an open object in a list', z.object({ a: z.array(z.looseObject({})) })],
  ['the length of a text', z.object({ a: z.string().max(10) })],
])('a schema with %s cannot be promised', (_what, schema) => {
  expect(fits(schema)).toBe(false);
});
