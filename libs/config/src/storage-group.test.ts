import { describe, expect, it } from '@jest/globals';
import { loadStorageConfig } from './apps.ts';

const encryptionOf = (settings: Record<string, string>) =>
  loadStorageConfig({ S3_BUCKET_NAME: 'memo', ...settings }).storage.encryption;

describe('encryption at rest', () => {
  it('is the bucket’s own affair unless it is set', () => {
    expect(encryptionOf({})).toBeUndefined();
  });

  it.each([
    [{ S3_SSE: 'AES256' }, { algorithm: 'AES256', kmsKeyId: undefined }],
    [{ S3_SSE: 'aws:kms' }, { algorithm: 'aws:kms', kmsKeyId: undefined }],
    [
      { S3_SSE: 'aws:kms', S3_SSE_KMS_KEY_ID: 'alias/memo' },
      { algorithm: 'aws:kms', kmsKeyId: 'alias/memo' },
    ],
  ])('is what S3 calls it: %j', (settings, encryption) => {
    expect(encryptionOf(settings)).toEqual(encryption);
  });

  it.each([
    [{ S3_SSE: 'none' }, 'S3_SSE'],
    [{ S3_SSE_KMS_KEY_ID: 'alias/memo' }, 'S3_SSE_KMS_KEY_ID'],
    [{ S3_SSE: 'AES256', S3_SSE_KMS_KEY_ID: 'alias/memo' }, 'S3_SSE_KMS_KEY_ID'],
  ])('is refused where it would not be what it says: %j', (settings, named) => {
    expect(() => encryptionOf(settings)).toThrow(named);
  });
});
