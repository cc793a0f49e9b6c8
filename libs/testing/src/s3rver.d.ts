/** The part of s3rver that `s3.ts` uses; the package ships no types. */
declare module '@20minutes/s3rver' {
  import type { RequestListener } from 'node:http';

  interface S3rverOptions {
    directory: string;
    silent: boolean;
    configureBuckets: { name: string }[];
  }

  export default class S3rver {
    constructor(options: S3rverOptions);
    configureBuckets(): Promise<unknown>;
    callback(): RequestListener;
  }
}

declare module '@20minutes/s3rver/lib/signature/v4.js' {
  interface CanonicalRequest {
    querystring: string;
  }

  const signatures: {
    getStringToSign: (request: CanonicalRequest, credentials: unknown) => string;
  };
  export default signatures;
}
