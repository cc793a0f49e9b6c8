import {
  meetingElsewhere,
  memberRefusal,
  operatorsOnly,
  twoWorkspaces,
  workspaceUnknown,
} from '@memo/access';
import { z } from 'zod';
import { serverErrorDetail } from '../http/errors.ts';
import { htmlSchema } from '../http/html.ts';
import { goneDetail } from '../http/idempotency/once-for.ts';
import { underWayDetail } from '../http/idempotency/reservations.ts';
import { sendUncompressed, tooLargeDetail, usualLimitMb } from '../http/json-body.ts';
import { tooSlowDetail } from '../http/pace.ts';
import { keyTakenBy, limitOf, type ResponseSpec, type Route } from '../http/route.ts';

const messageSchema = z
  .object({ detail: z.string().describe('What is wrong and what to do, for a person') })
  .meta({ id: 'ErrorMessage' });

const problemsSchema = z
  .object({
    detail: z.array(
      z.object({
        loc: z
          .array(z.union([z.string(), z.int()]))
          .describe('`body`, `query`, `path` or `header`, then the way to the value'),
        msg: z.string().describe('What is wrong with it, for a person'),
        type: z.string().describe('The same for a program'),
      }),
    ),
  })
  .meta({ id: 'InputProblems' });

/** What a route declares and what every route of its kind can answer beside it; where both speak, the route does. */
export function withUsualResponses(route: Route): Record<string, ResponseSpec> {
  const responses: Record<string, ResponseSpec> =
    route.page === undefined ? usualResponses(route) : { ...pageProblems };
  for (const [status, response] of Object.entries(route.responses)) {
    responses[status] = Number(status) >= 400 ? { schema: messageSchema, ...response } : response;
  }
  return responses;
}

/** Whether it answers with an ETag, and 304 to who has that version. */
export const hasVersions = ({ method, auth, responses }: Route): boolean =>
  responses[304] !== undefined ||
  (method === 'get' &&
    auth !== 'none' &&
    responses[200]?.schema !== undefined &&
    responses[200].contentType === undefined);

function usualResponses(route: Route): Record<number, ResponseSpec> {
  const takesInput = [route.body, route.multipart, route.query, route.params].some(Boolean);
  return {
    ...(hasVersions(route) && {
      304: { description: 'The version named by If-None-Match is the current one' },
    }),
    ...(route.body !== undefined && {
      400: message('The body cannot be read', 'The body is not valid JSON.'),
      413: message('The body is too large', tooLargeDetail(route.bodyLimitMb ?? usualLimitMb)),
    }),
    ...((route.body !== undefined || route.multipart !== undefined) && {
      408: message('The body came a byte at a time', tooSlowDetail),
      415: message('The body is compressed, or JSON in another charset', sendUncompressed),
    }),
    ...(route.auth !== 'none' && {
      401: message('No valid access token', 'Could not validate credentials'),
    }),
    ...forbidden(route),
    ...(route.auth === 'bearer' && workspaceErrors(route)),
    ...(keyTakenBy(route) !== null && keyErrors),
    ...(route.params !== undefined && {
      404: message('It does not exist, or not for the caller', 'Not Found'),
    }),
    ...((takesInput || route.auth === 'bearer') && { 422: invalidInput }),
    ...(limitOf(route) !== 'none' && {
      429: message(
        'Too many requests in this minute; `Retry-After` says when to try again',
        'Too many requests. Please try again in 42 seconds.',
      ),
    }),
    500: message('An error on our side', serverErrorDetail[500]),
    503: message('Something this API depends on does not answer', serverErrorDetail[503]),
  };
}

function forbidden(route: Route): Record<number, ResponseSpec> {
  if (route.auth === 'none') return {};
  const refusal = route.auth === 'operator' ? operatorsOnly : memberRefusal(route.allow);
  return refusal === null ? {} : { 403: message('The caller may not do this', refusal) };
}

function workspaceErrors({ workspace = 'selected' }: Route): Record<number, ResponseSpec> {
  return typeof workspace === 'object' && 'meeting' in workspace
    ? { 409: message('The meeting is not in the workspace that is named', meetingElsewhere) }
    : {
        404: message('The caller is no member of the workspace that is named', workspaceUnknown),
        409: message('The request names two workspaces', twoWorkspaces),
      };
}

/** Of a page, errors are pages. */
const pageProblems: Record<string, ResponseSpec> = Object.fromEntries(
  Object.entries({
    429: 'Too many requests; `Retry-After` says when to try again',
    500: 'An error on our side',
    503: 'Something this API depends on does not answer',
  }).map(([status, description]) => [
    status,
    { description, schema: htmlSchema, contentType: 'text/html' },
  ]),
);

const keyErrors = {
  409: message('A request with the same `Idempotency-Key` is still under way', underWayDetail),
  410: message('What the first request with this `Idempotency-Key` made was deleted', goneDetail),
};

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
