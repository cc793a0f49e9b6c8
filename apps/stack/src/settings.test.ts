import { describe, expect, it } from '@jest/globals';
import { checkSettings, definedSettings, externalParts } from './settings.ts';

describe('the settings of the stack', () => {
  it.each([
    [{ DATABASE_URL: 'postgres://db/memo' }, { database: true, redis: false, s3: false }],
    [{ REDIS_URL: 'redis://cache' }, { database: false, redis: true, s3: false }],
    [{ S3_ENDPOINT: 'http://s3' }, { database: false, redis: false, s3: true }],
    [{ S3_BUCKET_NAME: 'bucket' }, { database: false, redis: false, s3: true }],
    [{ AWS_ACCESS_KEY_ID: 'for other work' }, { database: false, redis: false, s3: false }],
  ])('replace with %j just the server it belongs to', (given, expected) => {
    expect(externalParts(given)).toEqual(expected);
  });

  it('replace nothing by an empty variable', () => {
    const given = definedSettings({ DATABASE_URL: '', REDIS_URL: undefined, HOST: 'localhost' });
    expect(given).toEqual({ HOST: 'localhost' });
  });

  it('may be none at all', () => {
    expect(() => checkSettings({})).not.toThrow();
  });

  it('name no owner of the database that comes along', () => {
    const owner = { DATABASE_OWNER_URL: 'postgres://owner@db/memo' };
    expect(() => checkSettings(owner)).toThrow(/DATABASE_OWNER_URL.*DATABASE_URL is not/);
    const both = { ...owner, DATABASE_URL: 'postgres://app@db/memo' };
    expect(() => checkSettings(both)).not.toThrow();
    expect(() => checkSettings({ ...both, DATABASE_OWNER_URL: 'mysql://db' })).toThrow(
      /^ {2}- DATABASE_OWNER_URL: must be an address like/m,
    );
  });

  it('that are wrong are named all at once, whichever app reads them', () => {
    const wrong = {
      PORT: 'eighty',
      JWT_ALGORITHM: 'none',
      DATABASE_URL: 'mysql://here',
      WORKER_CONCURRENCY: 'none',
      DASHBOARD_BASE_URL: 'here',
    };
    for (const name of [...Object.keys(wrong), 'S3_BUCKET_NAME']) {
      expect(() => checkSettings({ ...wrong, S3_ENDPOINT: 'http://s3' })).toThrow(
        new RegExp(`^ {2}- ${name}: `, 'm'),
      );
    }
  });
});
