import type { APIError } from 'openai';
import { z } from 'zod';

const place = z.array(z.union([z.string(), z.number()]));

/** As OpenAI words it, and as servers made with FastAPI do, which also repeat what they were sent. */
const errorBody = z.union([
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
  z
    .object({ detail: z.array(z.object({ loc: place.default([]), msg: z.string() })) })
    .transform(({ detail }) => detail.map(({ loc, msg }) => [...loc, msg].join(' ')).join('; ')),
  z.string(),
]);

/** What the server says is wrong. */
export function wordsOf({ status, error, message }: APIError): string {
  const words = error === undefined ? unread(message) : errorBody.safeParse(error).data;
  const told = words?.toWellFormed().trim() ?? '';
  return told === '' ? `HTTP ${String(status)}` : told;
}

/** A body that is not JSON, behind the status; a web page says nothing of use. */
function unread(message: string): string {
  const text = message.replace(/^\d{3} (?:status code \(no body\))?/, '');
  return text.trimStart().startsWith('<') ? '' : text;
}
