import { serverErrorDetail } from '../../http/errors.ts';

/** What routes that sign people in answer where they do not. */

export const notWaitedFor = 'The client did not wait for its password to be checked.';

export const busy = {
  description:
    'Too many passwords are being checked, and `Retry-After` says when to try again; or something this API depends on does not answer',
  example: { detail: serverErrorDetail[503] },
};

export const registrationClosed = {
  description: 'Only addresses of certain domains may sign in, and this one is not proven',
  example: {
    detail:
      'Only company addresses may sign in here, and a new address must be proven. Sign in with Microsoft or Google.',
  },
};

export const addressTaken = {
  description: 'The e-mail address is already registered',
  example: { detail: 'This e-mail address is already registered. Sign in instead.' },
};

export const wrongPassword = {
  description: 'The e-mail address or the password is wrong',
  example: { detail: 'The e-mail address or the password is wrong.' },
};

export const notAdmitted = {
  description:
    'Only addresses of certain domains may sign in, and this one is of another, or nobody has proven it',
  example: {
    detail: 'Only company addresses may sign in here. Sign in with the account of your company.',
  },
};
