/** Where routes live that a document of another system has promised, beside the two usual prefixes. */

/** meetIN's, at its own paths as well: its client needs another host and nothing else. */
export const meetInPrefixes = ['/api/v1/mobile', '/api/v1/web', '/api'] as const;

/** meetIN's form of what this API's own contract answers in another form under the usual prefixes. */
export const meetInOwnPrefix = ['/api'] as const;
