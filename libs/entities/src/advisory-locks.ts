/** The advisory locks of this database by what they are for: numbers that nothing else here locks by. */
export const advisoryLocks = {
  /** With the interval of the sweeps as the second half of the key. */
  sweep: 4_213_001,
  migrate: 4_213_002,
  /** These two with the workspace. */
  sealAudit: 4_213_003,
  sealEvents: 4_213_004,
  /** With a hash of the workspace and the recording's bytes. */
  sameUpload: 4_213_005,
  /** With a hash of the meeting's id. */
  makeMeeting: 4_213_006,
} as const;
