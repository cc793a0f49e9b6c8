export { createS3Storage } from './s3-storage.ts';
export type { ObjectStorage } from './types.ts';
export { createMeetingKeys, type MeetingKeys } from './meeting-keys.ts';
