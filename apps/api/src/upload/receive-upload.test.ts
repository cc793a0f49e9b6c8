import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { addAbortSignal, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { silentLogger } from '@memo/logging';
import { createMeetingKeys, type ObjectStorage } from '@memo/storage';
import { buildTone } from '@memo/testing';
import express from 'express';
import request from 'supertest';
import { startRawUpload } from '../../test/raw-upload.ts';
import { createUploads, type UploadsDeps } from './receive-upload.ts';
import { createUploadPlaces } from './upload-places.ts';

const uploader = { workspaceId: 'w', actor: { kind: 'user', userId: 1 } } as const;
const emptyStorage = {
  abortUploads: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};

const buildUploads = (storage: object, more: Partial<UploadsDeps> = {}) =>
  createUploads({
    storage: storage as ObjectStorage,
    keys: createMeetingKeys('meetings/audio/'),
    maxBytes: 1_000_000,
    formats: ['wav'],
    places: createUploadPlaces({ perProcess: 1, perCaller: 1 }),
    unclaimed: { writeDown: () => Promise.resolve(), forget: () => Promise.resolve() },
    describe: (id) => ({ prefix: id, meetingId: id, sweepSeconds: 60 }),
    logger: silentLogger,
    ...more,
  });

it('a recording that the storage kept without saying so goes when its upload fails', async () => {
  const kept = new Set<string>();
  const uploads = buildUploads({
    ...emptyStorage,
    put: async (key: string, body: Readable) => {
      await buffer(body);
      kept.add(key);
      throw new AppError('unavailable', 'The answer was lost.');
    },
    delete: (keys: string[]) => {
      for (const key of keys) kept.delete(key);
      return Promise.resolve();
    },
  });
  const failures: unknown[] = [];
  const app = express().post('/', async (req, res) => {
    await uploads
      .receive(req, res, uploader, 'some-meeting')
      .catch((error: unknown) => failures.push(error));
    res.status(503).end();
  });
  await request(app).post('/').attach('audio_file', buildTone(1), 'call.wav').expect(503);
  await uploads.settled();
  expect(failures).toMatchObject([{ kind: 'unavailable' }]);
  expect([...kept]).toEqual([]);
});

it('a recording that comes a byte at a time is ended, and leaves nothing', async () => {
  const places = createUploadPlaces({ perProcess: 1, perCaller: 1 });
  const put = async (_key: string, body: Readable, { signal }: { signal: AbortSignal }) => {
    addAbortSignal(signal, body);
    await buffer(body);
  };
  const pace = { windowMs: 40, bytes: 10_000 };
  const uploads = buildUploads({ ...emptyStorage, put }, { places, pace });
  const failed = Promise.withResolvers<unknown>();
  const app = express().post('/api/v1/mobile/meetings/', (req, res) => {
    uploads.receive(req, res, uploader, 'some-meeting').catch((error: unknown) => {
      failed.resolve(error);
      res.status(408).end();
    });
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { client } = startRawUpload(`http://127.0.0.1:${port}`, 'none');
  client.write(buildTone(1).subarray(0, 8_000));
  const trickle = setInterval(() => client.write('a'), 5);
  try {
    expect(await failed.promise).toMatchObject({ kind: 'timeout', code: 'body_too_slow' });
    await uploads.settled();
    expect(() => places.take('user:1')).not.toThrow();
  } finally {
    clearInterval(trickle);
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});

it('a client that leaves while its account is asked about gives its place back', async () => {
  const places = createUploadPlaces({ perProcess: 1, perCaller: 1 });
  const asked = Promise.withResolvers<undefined>();
  const uploads = buildUploads(emptyStorage, { places, requireRoom: () => asked.promise });
  const failed = Promise.withResolvers<unknown>();
  const app = express().post('/api/v1/mobile/meetings/', (req, res) => {
    uploads.receive(req, res, uploader, 'some-meeting').catch(failed.resolve);
    req.once('close', () => asked.resolve(undefined));
    client.destroy();
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { client } = startRawUpload(url, '');
  expect(await failed.promise).toMatchObject({ code: 'upload_incomplete' });
  expect(() => places.take('user:1')).not.toThrow();
  server.close();
});
