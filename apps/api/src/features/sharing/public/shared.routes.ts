import { z } from 'zod';
import { cookieOf } from '../../../http/cookies.ts';
import { htmlSchema } from '../../../http/html.ts';
import { originOf } from '../../../http/origin.ts';
import { defineRoute, type Route } from '../../../http/route.ts';
import { textStream } from '../../../http/text-stream.ts';
import { whenGone } from '../../../http/when-gone.ts';
import { audioReply } from '../../../playback/audio-reply.ts';
import { pageHeaders, sharedHeaders } from '../page/frame.ts';
import { meetingPage } from '../page/meeting-page.ts';
import { passwordHeaders, passwordPage } from '../page/password-page.ts';
import { problemPage } from '../page/problem-page.ts';
import type { SharedService, Visit } from './shared.service.ts';
import { whileOpen } from './while-open.ts';

const paramsSchema = z.object({ token: z.string().max(200) });

const unlockSchema = z.object({ password: z.string().meta({ example: 'correct horse battery' }) });

const tags = ['Shared meetings'];
const html = { schema: htmlSchema, contentType: 'text/html' };
const notThere = { 404: { description: 'Nothing is shared there, or not any more', ...html } };
const shared = { prefixes: [''], tags, auth: 'none' as const, page: problemPage };

/** What a link that is over was still sending ends within this time. */
const askEveryMs = 60_000;

const visitOf = (token: string, req: Parameters<typeof originOf>[0]): Visit => ({
  token,
  origin: originOf(req),
  cookies: (name) => cookieOf(req, name),
});

const addressOf = (token: string): string => `/s/${token}`;

export function createSharedRoutes(service: SharedService): Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'get',
      path: '/s/:token',
      summary: 'A shared meeting as a page, or the form for its password',
      params: paramsSchema,
      responses: { 200: { description: 'The page', ...html }, ...notThere },
      handler: async ({ params: { token }, req }) => {
        const meeting = await service.meeting(visitOf(token, req), req.method === 'GET');
        if (meeting === null) {
          const { stream } = textStream([passwordPage({ wasWrong: false })]);
          return { status: 200, headers: passwordHeaders, stream };
        }
        const headers = pageHeaders({ audio: meeting.hasAudio });
        const { stream } = textStream(meetingPage(meeting, `${addressOf(token)}/audio`));
        return { status: 200, headers, stream };
      },
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: '/s/:token',
      idempotency: { needless: 'it makes nothing' },
      summary: 'Give the password of a shared meeting',
      description: 'Sent by the form of the page. The cookie it sets is good for an hour.',
      params: paramsSchema,
      body: unlockSchema,
      responses: {
        303: { description: 'To the page, with the cookie that opens it' },
        403: { description: 'The form again: this is not the password', ...html },
        ...notThere,
      },
      handler: async ({ params: { token }, body, req, res }) => {
        const gone = whenGone(res, 'The client did not wait for its password to be checked.');
        const cookie = await service.unlock(visitOf(token, req), body.password, gone);
        if (cookie === null) {
          const { stream } = textStream([passwordPage({ wasWrong: true })]);
          return { status: 403, headers: passwordHeaders, stream };
        }
        const headers = { ...sharedHeaders, Location: addressOf(token), 'Set-Cookie': cookie };
        return { status: 303, headers };
      },
    }),
    defineRoute({
      ...shared,
      method: 'get',
      path: '/s/:token/audio',
      summary: 'The audio of a shared meeting',
      description:
        'For the player of the page. Byte ranges are answered as by `/meetings/{meeting_id}/audio`. What is being sent when the link ends is cut off within a minute.',
      params: paramsSchema,
      responses: {
        200: { description: 'The whole audio' },
        206: { description: 'The range that was asked for' },
        304: { description: 'The version named by If-None-Match is the current one' },
        412: {
          description: 'The version named by If-Match is not the current one',
          example: {
            detail: 'The audio is not the version you began with. Download it from the start.',
          },
        },
        416: {
          description: 'The range lies behind the end; Content-Range tells the size',
          example: { detail: 'The audio has 48213 bytes; ask for a range inside them.' },
        },
        ...notThere,
      },
      handler: async ({ params: { token }, req }) => {
        const visit = visitOf(token, req);
        const reply = await audioReply(req, await service.audio(visit));
        const headers = { ...reply.headers, ...sharedHeaders, 'Content-Disposition': 'inline' };
        if (reply.stream === undefined) return { ...reply, headers };
        const stream = whileOpen(reply.stream, () => service.isOpen(visit), askEveryMs);
        return { ...reply, headers, stream };
      },
    }),
  ];
}
