import express, { type Request, type Response } from 'express';
import { AppError } from '@memo/errors';
import { unsupportedMedia } from './errors.ts';
import { hasBody, readPaced, usualLimitMb, type ReadBody } from './json-body.ts';

/** More than any page has. */
const mostFields = 20;

/** Reads what the form of a page sends, undefined where nothing was sent. @throws AppError as `jsonReader`. */
export function formReader(): ReadBody {
  const parse = express.urlencoded({
    ...{ limit: `${usualLimitMb}mb`, inflate: false, extended: false, parameterLimit: mostFields },
  });
  return async (req: Request, res: Response) => {
    if (!hasBody(req)) return undefined;
    if (!req.is('urlencoded')) {
      throw new AppError('invalid_input', 'Send the form of the page.', { code: unsupportedMedia });
    }
    return readPaced(req, res, parse);
  };
}
