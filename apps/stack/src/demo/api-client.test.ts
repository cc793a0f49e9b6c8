import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createApiClient, type ApiClient, type MeetingEvent } from './api-client.ts';
import { toldMeeting } from '../../test/told-meeting.ts';

const meeting = toldMeeting;

describe('the API client', () => {
  let answer: RequestListener;
  let server: Server;
  let client: ApiClient;

  beforeEach(async () => {
    server = createServer((request, response) => {
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    client = createApiClient(`http://127.0.0.1:${port}`, new AbortController().signal);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('uploads both recordings as the user it registered', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'memo-client-'));
    const files = ['mic.opus', 'system.opus'].map((name) => join(directory, name));
    for (const file of files) await writeFile(file, `sound of ${file}`);
    const received: string[] = [];
    answer = (request, response) => {
      void text(request).then((body) => {
        received.push(request.headers.authorization ?? '', body);
        response.writeHead(201).end(JSON.stringify({ ...meeting, access_token: 'the token' }));
      });
    };

    await client.register({ name: 'Jo', email: 'jo@example.com', password: 'long enough' });
    expect((await client.createMeeting('Call', files)).id).toBe('7');

    const [, , authorization, form] = received;
    expect(authorization).toBe('Bearer the token');
    expect(form).toMatch(/name="title"\r\n\r\nCall\r\n/);
    expect(form).toContain(`name="audio_file"; filename="mic.opus"`);
    expect(form).toContain(`name="second_audio_file"; filename="system.opus"`);
    expect(form).toContain(`sound of ${files[1] ?? ''}`);
    await rm(directory, { recursive: true });
  });

  it('tells a refusal in the words of the API', async () => {
    answer = (_request, response) =>
      response.writeHead(413).end('{"detail":"The file is too big."}');
    await expect(client.readMeeting('7')).rejects.toThrow('413: The file is too big.');
  });

  it('has no meeting to show while the API cannot answer', async () => {
    answer = (_request, response) => response.writeHead(503).end('{}');
    expect(await client.readMeeting('7')).toBeNull();
    server.closeAllConnections();
    server.close();
    expect(await client.readMeeting('7')).toBeNull();
  });

  describe('listening to a meeting', () => {
    const listen = (after: string | null = null, signal = new AbortController().signal) =>
      client.listen('7', { after, signal });
    const block = (event: string, id: string, data: unknown) =>
      `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

    async function events(after: string | null = null) {
      const answered = await listen(after);
      if (answered === null || answered === 'over') return answered;
      const heard: MeetingEvent[] = [];
      for await (const event of answered) heard.push(event);
      return heard;
    }

    it('hears each event, however its bytes arrive, and goes on after the last one known', async () => {
      const known: unknown[] = [];
      const text = `retry: 2000\n\n${block('progress', 'a', { ...meeting, title: 'Ü' })}: still here\n\n${block('done', 'b', meeting)}`;
      answer = (request, response) => {
        known.push(request.headers['last-event-id']);
        for (const byte of Buffer.from(text)) response.write(Buffer.of(byte));
        response.end();
      };
      expect(await events()).toMatchObject([
        { id: 'a', state: { status: 'PENDING' }, isLast: false },
        { id: 'b', state: { status: 'PENDING' }, isLast: true },
      ]);
      await events('a');
      expect(known).toEqual([undefined, 'a']);
    });

    it('takes a connection that breaks for an end, and drops what was begun', async () => {
      answer = (_request, response) => {
        response.write(`${block('progress', 'a', meeting)}event: done\ndata: {`, () => {
          response.destroy();
        });
      };
      expect(await events()).toMatchObject([{ id: 'a' }]);
    });

    it('knows an end, a pause and a refusal', async () => {
      answer = (_request, response) => response.writeHead(204).end();
      expect(await events()).toBe('over');
      answer = (_request, response) => response.writeHead(503).end();
      expect(await events()).toBeNull();
      answer = (_request, response) =>
        response.writeHead(404).end('{"detail":"Meeting not found"}');
      await expect(events()).rejects.toThrow('404: Meeting not found');
      answer = (_request, response) => response.end(block('deleted', '', { id: '7' }));
      expect(await events()).toMatchObject([{ state: null, isLast: true }]);
    });

    it('ends when it is interrupted', async () => {
      answer = (_request, response) => response.write(block('progress', 'a', meeting));
      const interrupt = new AbortController();
      const answered = await listen(null, interrupt.signal);
      const heard = async () => {
        for await (const { id } of answered as AsyncIterable<MeetingEvent>) {
          if (id === 'a') interrupt.abort();
        }
      };
      await expect(heard()).rejects.toThrow('aborted');
    });
  });
});
