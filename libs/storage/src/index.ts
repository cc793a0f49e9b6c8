export { createS3Storage } from './s3-storage.ts';
export { createBucket } from './s3-bucket.ts';
export type { ByteRange, ListedObject, ObjectStorage } from './types.ts';
export { createMeetingKeys, type MeetingKeys } from './meeting-keys.ts';
export { createSuggestionKeys, type SuggestionKeys } from './suggestion-keys.ts';
