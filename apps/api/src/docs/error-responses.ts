import { z } from 'zod';
import type { ResponseSpec, Route } from '../http/route.ts';

const messageSchema = z.object({ detail: z.string() }).meta({ id: 'ErrorMessage' });

const problemsSchema = z
  .object({
    detail: z.array(
      z.object({
        loc: z.array(z.union([z.string(), z.int()])),
        msg: z.string(),
        type: z.string(),
      }),
    ),
  })
  .meta({ id: 'InputProblems' });

/** The error responses a route can give by what it declares. */
export function errorResponses(route: Route): Record<number, ResponseSpec> {
  const takesBody = route.body !== undefined || route.multipart !== undefined;
  const validates = takesBody || route.query !== undefined || route.params !== undefined;
  return {
    ...(takesBody && {
      400: message('The request cannot be read', 'The body is not valid JSON.'),
      413: message('The body is too large', 'The body is larger than 1 MB.'),
    }),
    ...(route.auth === 'bearer' && {
      401: message('No valid access token', 'Could not validate credentials'),
      403: message('The caller may not do this', 'Your role does not allow this.'),
    }),
    ...(route.params !== undefined && {
      404: message('It does not exist, or not for the caller', 'Not Found'),
    }),
    ...(validates && { 422: invalidInput }),
    500: message('An error on our side', 'Something went wrong on our side.'),
  };
}

const invalidInput: ResponseSpec = {
  description: 'The input does not match its schema',
  schema: problemsSchema,
  example: {
    detail: [{ loc: ['body', 'title'], msg: 'field required', type: 'value_error.missing' }],
  },
};

function message(description: string, detail: string): ResponseSpec {
  return { description, schema: messageSchema, example: { detail } };
}
