import type { AppError, Dependency, ErrorKind } from './app-error.ts';

/** The message of such an error is for users as it is. */
const itsOwn = null;

const afterwards = 'The operators of this server have to see to it; try again afterwards.';

/** Errors whose kind or dependency would say too little of them. */
const byCode: Readonly<Record<string, string | null>> = {
  audio_failed: itsOwn,
  audio_timeout: itsOwn,
  engine_not_configured: itsOwn,
  bad_answer: 'The service that was asked gave an answer that cannot be used.',
  database_away: 'The database of this server was away for too long. Try again once it is back.',
  storage_away: 'The file storage was away for too long. Try again once it is back.',
  disk_away: 'There was no room to work on this for too long. Try again once there is.',
  speech_away: 'The speech recognition service was away for too long. Try again once it is back.',
  language_away: 'The service that writes notes was away for too long. Try again once it is back.',
  dashboard_away: 'The dashboard was away for too long. Try again once it is back.',
  dashboard_rejected: `The dashboard did not take this meeting. ${afterwards}`,
  provider_key_refused: `The service that this needs does not let this server in. ${afterwards}`,
  quota_exhausted: 'What this server may ask of the service is used up for now.',
  request_refused: `The service that was asked does not take this. ${afterwards}`,
  storage_misconfigured: `The file storage of this server is not set up right. ${afterwards}`,
  upload_lost: 'The service that was asked has lost the recording; it is sent there again.',
  worker_crashed:
    'The work on this ended several times without a reason. Try again, and tell the operators of this server if it happens again.',
};

const byDependency: Readonly<Record<Dependency, string>> = {
  database: 'The database of this server does not answer just now.',
  storage: 'The file storage does not answer just now.',
  disk: 'There is no room to work on this just now; it goes on once there is.',
  speech: 'The speech recognition service cannot be used just now.',
  language: 'The service that writes notes cannot be used just now.',
  dashboard: 'The dashboard cannot be reached just now.',
};

const byKind: Readonly<Record<ErrorKind, string | null>> = {
  invalid_input: itsOwn,
  too_large: itsOwn,
  unauthenticated: itsOwn,
  forbidden: itsOwn,
  not_found: itsOwn,
  gone: itsOwn,
  conflict: itsOwn,
  misconfigured: `This server is not set up right for this. ${afterwards}`,
  rate_limited: 'A service that this needs takes no more work just now.',
  unavailable: 'A service that this needs cannot be used just now.',
  timeout: 'A service that this needs did not answer in time.',
  internal: 'Something went wrong on our side.',
};

/**
 * What the people are told whose work failed: what it is and what they can do, and no setting, address or name of a
 * server. The error's own message is for operators, who read it in the log and in the list of failures.
 */
export function textForUsers(error: AppError): string {
  const known = byCode[error.code];
  if (known !== undefined) return known ?? error.message;
  const dependency = error.away ?? error.failedAt;
  if (dependency !== undefined) return byDependency[dependency];
  return byKind[error.kind] ?? error.message;
}
