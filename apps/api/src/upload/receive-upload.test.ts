import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { silentLogger } from '@memo/logging';
import { createMeetingKeys, type ObjectStorage } from '@memo/storage';
import { buildTone } from '@memo/testing';
import express from 'express';
import request from 'supertest';
import { createUploads } from './receive-upload.ts';

it('a recording that the storage kept without saying so goes when its upload fails', async () => {
  const kept = new Set<string>();
  const storage = {
    put: async (key: string, body: Readable) => {
      await buffer(body);
      kept.add(key);
      throw new AppError('unavailable', 'The answer was lost.');
    },
    abortUploads: () => Promise.resolve(),
    delete: (keys: string[]) => {
      for (const key of keys) kept.delete(key);
      return Promise.resolve();
    },
  };
  const uploads = createUploads({
    storage: storage as unknown as ObjectStorage,
    keys: createMeetingKeys('meetings/audio/'),
    maxBytes: 1_000_000,
    formats: ['wav'],
    unclaimed: {
      writeDown: () => Promise.resolve(),
      forget: () => Promise.resolve(),
    },
    describe: (id) => ({ prefix: id, meetingId: id, sweepSeconds: 60 }),
    logger: silentLogger,
  });
  const failures: unknown[] = [];
  const app = express().post('/', async (req, res) => {
    await uploads
      .receive(req, res, { workspaceId: 'w' }, 'some-meeting')
      .catch((error: unknown) => failures.push(error));
    res.status(503).end();
  });
  await request(app).post('/').attach('audio_file', buildTone(1), 'call.wav').expect(503);
  await uploads.settled();
  expect(failures).toMatchObject([{ kind: 'unavailable' }]);
  expect([...kept]).toEqual([]);
});
