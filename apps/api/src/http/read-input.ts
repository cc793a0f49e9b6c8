import type { Request, Response } from 'express';
import { z } from 'zod';
import { ignoredWarning } from './ignored-warning.ts';
import { selectsWorkspace, type Route } from './route.ts';
import { InvalidInput, maxProblems, validate, type InputPlace } from './validate.ts';

/**
 * What was sent as a route of the contract takes it: without the fields its schema does not know, and without optional
 * ones that are empty and mean nothing by that.
 */
export function given(schema: z.ZodType, sent: unknown): unknown {
  const shape = shapeOf(schema);
  if (shape === null || typeof sent !== 'object' || sent === null || Array.isArray(sent))
    return sent;
  const values = new Map(Object.entries<unknown>({ ...sent }));
  const fields = Object.entries(shape).filter(
    ([name, field]) => values.has(name) && !isLeftEmpty(field, values.get(name)),
  );
  return Object.fromEntries(fields.map(([name]) => [name, values.get(name)]));
}

/** A schema that takes an empty text or null by itself says what it means. */
const isLeftEmpty = (field: z.ZodType, value: unknown): boolean =>
  (value === '' || value === null) &&
  !field.safeParse(value).success &&
  field.safeParse(undefined).success;

/**
 * Input as the schema's output type, read as the route takes it.
 * @throws InvalidInput
 */
export const readInput = <T>(
  route: Pick<Route, 'contract'>,
  place: InputPlace,
  schema: z.ZodType<T>,
  sent: unknown,
): T => validate(place, schema, route.contract === true ? given(schema, sent) : sent);

/**
 * The query as the route takes it. What it does not know is refused, or on a route of the contract named in a
 * `Warning`: a filter with a slip in its name must not go unnoticed.
 * @throws InvalidInput
 */
export function readQuery(route: Route, req: Request, res: Response): unknown {
  const known = new Set(Object.keys((route.query && shapeOf(route.query)) ?? {}));
  if (selectsWorkspace(route)) known.add('organization');
  const unknown = Object.keys(req.query).filter((name) => !known.has(name));
  if (unknown.length > 0 && route.page === undefined) {
    if (route.contract !== true) throw unknownParameters(unknown);
    res.set('Warning', ignoredWarning(unknown));
  }
  return route.query && readInput(route, 'query', route.query, req.query);
}

const unknownParameters = (names: readonly string[]): InvalidInput =>
  new InvalidInput(
    names.slice(0, maxProblems).map((name) => ({
      loc: ['query', name],
      msg: 'extra fields not permitted',
      type: 'value_error.extra',
    })),
  );

/** The fields of an object, also of one that is made into something else afterwards; null for what is none. */
function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | null {
  if (schema instanceof z.ZodObject) return schema.shape;
  return schema instanceof z.ZodPipe ? shapeOf(schema.in as z.ZodType) : null;
}
