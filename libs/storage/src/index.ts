export { createS3Storage, type S3Storage } from './s3-storage.ts';
export type { ObjectStorage, PutOptions, StoredObject } from './types.ts';
export { createMeetingKeys, type MeetingKeys } from './meeting-keys.ts';
