import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStackConfig } from '@memo/config';
import { createTerminal } from '../terminal/terminal.ts';
import type { Meeting } from './meeting.ts';
import { processMeeting } from './process-meeting.ts';
import { toldMeeting } from '../../test/told-meeting.ts';

const reason = 'The recording cannot be decoded. Upload another one.';
const meeting: Meeting = {
  ...toldMeeting,
  status: 'FAILED',
  error: { message: reason },
};

it('a recording that cannot be processed is shown with its reason', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'memo-demo-'));
  const recording = join(directory, 'broken.mp3');
  await writeFile(recording, 'ID3');
  // An API on which there is one meeting, of which nothing more is to be told.
  const server = createServer((request, response) => {
    const isOver = request.url?.endsWith('/events') === true;
    request.resume();
    response.writeHead(isOver ? 204 : 200);
    response.end(isOver ? undefined : JSON.stringify({ ...meeting, access_token: 'the token' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const warnings: string[] = [];
  const result = await processMeeting({
    stack: { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    config: loadStackConfig({}),
    dataDir: '.memo',
    interrupted: new AbortController().signal,
    terminal: { ...createTerminal(), print: () => undefined, warn: (text) => warnings.push(text) },
    title: 'Broken',
    recordings: [recording],
    keep: false,
  });
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true });
  expect(result).toBe('failed');
  expect(warnings).toEqual([`The meeting could not be processed: ${reason}`]);
});
