/** The part of s3rver that the S3 servers of the tests and of `npm start` use; the package ships no types. */
declare module '@20minutes/s3rver' {
  import type { RequestListener } from 'node:http';

  interface S3rverOptions {
    directory: string;
    silent: boolean;
    configureBuckets: { name: string; configs?: string[] }[];
    vhostBuckets?: boolean;
  }

  interface Context {
    method: string;
    query: Readonly<Record<string, string | string[] | undefined>>;
    status: number;
  }

  export default class S3rver {
    constructor(options: S3rverOptions);
    configureBuckets(): Promise<unknown>;
    store: {
      deleteSubresource(bucket: string, key: undefined, resource: 'cors'): Promise<void>;
    };
    /** Koa's: the first is the outermost. */
    middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[];
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

declare module '@20minutes/s3rver/lib/models/account.js' {
  interface Account {
    createKeyPair(accessKeyId: string, secretAccessKey: string): void;
    revokeAccessKey(accessKeyId: string): void;
  }

  const accounts: { DUMMY_ACCOUNT: Account };
  export default accounts;
}
