import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { captureLog } from '../../test/capture-log.ts';
import { createDemoApp, demoGate } from '../../test/demo-app.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import { createBullBoardRouter } from './bull-board.ts';

const board = {
  ...{ queues: [], user: 'ops', password: 'pass:wörd', ...demoGate },
  readMeetingRuns: () => Promise.resolve(null),
};
const adminRouter = createBullBoardRouter(board);
const app = createDemoApp({ adminRouter });

const paths = [
  '/admin/meetings/x',
  '/admin/queues',
  '/admin/queues/api/queues',
  '/admin/queues/static/js/x.js',
];

describe('Bull Board', () => {
  it.each(paths)('asks for a password at %s', async (path) => {
    const response = await request(app).get(path);
    expect(response.status).toBe(401);
    expect(response.get('WWW-Authenticate')).toMatch(/^Basic realm=/);
    expect(response.body).toEqual({ detail: 'Could not validate credentials' });
  });

  it.each([
    ['ops', 'wrong'],
    ['root', 'pass:wörd'],
    ['ops', ''],
    ['', ''],
  ])('refuses %j with %j', async (user, password) => {
    await request(app).get('/admin/queues').auth(user, password).expect(401);
  });

  it.each(['Basic', 'Basic !!!', 'Bearer good'])('refuses the header %j', async (header) => {
    await request(app).get('/admin/queues').set('Authorization', header).expect(401);
  });

  it('opens with the password, and loads nothing from another host', async () => {
    const page = await request(app).get('/admin/queues').auth('ops', 'pass:wörd').expect(200);
    expect(page.text).toContain('Memo queues');
    expect(page.get('Content-Security-Policy')).toContain("default-src 'self'");
    expect(page.get('X-Powered-By')).toBeUndefined();
    const queues = await request(app).get('/admin/queues/api/queues').auth('ops', 'pass:wörd');
    expect(queues.body).toMatchObject({ queues: [] });
  });

  it('lets nobody guess for long, not even with the right password in the end', async () => {
    let left = 2;
    const rateLimits: RateLimits = {
      giveBack: () => Promise.resolve(),
      take: () => {
        left -= 1;
        return Promise.resolve({ allowed: left >= 0, limit: 2, remaining: left, resetMs: 9_000 });
      },
    };
    const guarded = createDemoApp({ adminRouter: createBullBoardRouter({ ...board, rateLimits }) });
    const guess = (password: string) => request(guarded).get('/admin/queues').auth('ops', password);
    await guess('first').expect(401);
    await guess('second').expect(401);
    const refused = await guess('pass:wörd').expect(429);
    expect(refused.get('Retry-After')).toBe('9');
  });

  it('shows in the access log by its full path', async () => {
    const { logger, line } = captureLog();
    await request(createDemoApp({ adminRouter, logger })).get('/admin/queues/api/queues');
    expect(await line('request')).toMatchObject({ path: '/admin/queues/api/queues', status: 401 });
  });

  it('changes nothing', async () => {
    const response = await request(app)
      .put('/admin/queues/api/queues/pause')
      .auth('ops', 'pass:wörd');
    expect(response.status).toBe(405);
  });

  it('does not exist when it is not configured', async () => {
    await request(createDemoApp())
      .get('/admin/queues')
      .auth('ops', 'pass:wörd')
      .expect(404, { detail: 'Not Found' });
  });
});
