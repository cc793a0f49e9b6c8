export { createS3Storage } from './s3-storage.ts';
export { createBucket } from './s3-bucket.ts';
export { allowOrigins, corsRule, type CorsRule } from './s3-cors.ts';
export type { ByteRange, ListedObject, ObjectStorage, PresignedUpload } from './types.ts';
export { createMeetingKeys, type MeetingKeys } from './meeting-keys.ts';
export { createSuggestionKeys, type SuggestionKeys } from './suggestion-keys.ts';
