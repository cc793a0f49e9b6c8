import { createHash, timingSafeEqual } from 'node:crypto';
import type { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { parse } from 'basic-auth';
import { type Express, type RequestHandler, Router } from 'express';
import { takeOne } from '../http/admit.ts';
import { addressKey } from '../http/client-address.ts';
import { sendDetail } from '../http/errors.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import { linkToMeeting, meetingsPath, nameOfJob, showMeeting } from './meeting-page.ts';
import type { ReadMeetingRuns } from './meeting-runs.ts';

const basePath = '/admin/queues';

// The board's page asks for fonts of another host; it does without them.
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
].join('; ');

type BullQueue = ConstructorParameters<typeof BullMQAdapter>[0];

export interface BullBoardOptions {
  queues: readonly BullQueue[];
  user: string;
  password: string;
  rateLimits: RateLimits;
  readMeetingRuns: ReadMeetingRuns;
}

/**
 * Bull Board under /admin/queues, behind HTTP Basic, and beside it what became of a meeting, which jobs that failed lead
 * to. Only for looking: the ledger in Postgres decides what runs, so a job changed here would be put back or run beside
 * it.
 */
export function createBullBoardRouter(options: BullBoardOptions): Router {
  const { queues, user, password, rateLimits, readMeetingRuns } = options;
  let board: Promise<Express> | undefined;
  const showBoard: RequestHandler = async (req, res, next) => {
    board ??= openBoard(queues);
    (await board)(req, res, next);
  };

  const router = Router();
  const guard = [limit(rateLimits), requirePassword(user, password), onlyReading];
  router.use(basePath, ...guard, showBoard);
  router.use(meetingsPath, ...guard);
  router.get(`${meetingsPath}/:meeting_id`, showMeeting(readMeetingRuns));
  return router;
}

/** Its packages are loaded with the first look at it: most API processes are never asked for it. */
async function openBoard(queues: readonly BullQueue[]): Promise<Express> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  const adapter = new ExpressAdapter().setBasePath(basePath);
  createBullBoard({
    queues: queues.map((queue) => {
      const shown = new BullMQAdapter(queue, {
        readOnlyMode: true,
        externalJobUrl: linkToMeeting,
      });
      shown.setFormatter('name', nameOfJob);
      return shown;
    }),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Memo queues', hideDocsLink: true } },
  });
  const board = adapter.getRouter() as Express;
  board.disable('x-powered-by');
  return board;
}

// Right and wrong passwords alike: a guess that is right must not get through when others no longer do. As much as a
// signed-in user, because the board asks every few seconds.
const limit =
  (rateLimits: RateLimits): RequestHandler =>
  async (req, res, next) => {
    await takeOne(rateLimits, res, 'user', `board ${addressKey(req.ip)}`);
    next();
  };

const onlyReading: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD') next();
  else sendDetail(res.set('Allow', 'GET, HEAD'), 405, 'Method Not Allowed');
};

function requirePassword(user: string, password: string): RequestHandler {
  return (req, res, next) => {
    const given = parse(req.get('Authorization') ?? '');
    res.set('Content-Security-Policy', contentSecurityPolicy);
    // Both compared in full: an early exit would tell which of the two was wrong.
    const userMatches = sameText(given?.name ?? '', user);
    const passwordMatches = sameText(given?.pass ?? '', password);
    if (given !== undefined && userMatches && passwordMatches) {
      next();
      return;
    }
    res.set('WWW-Authenticate', 'Basic realm="Memo queues", charset="UTF-8"');
    sendDetail(res, 401, 'Could not validate credentials');
  };
}

/** Compares hashes, because a comparison in constant time needs equal lengths. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
