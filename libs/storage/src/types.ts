import type { Readable } from 'node:stream';

export interface StoredObject {
  key: string;
  sizeBytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface ListedObject {
  key: string;
  lastModified: Date;
}

export interface PutOptions {
  contentType: string;
  /** Aborts the upload; nothing stays behind. */
  signal?: AbortSignal;
}

/** Both ends inclusive, counted from 0, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface GetOptions {
  /** These bytes alone; they must lie inside the object. */
  range?: ByteRange | undefined;
  /** The version expected, as `head` told it; another one is refused as `unavailable`. */
  etag?: string | undefined;
  /** Stops the download. */
  signal?: AbortSignal | undefined;
}

export interface ObjectHead {
  sizeBytes: number;
  /** A strong HTTP entity tag with its quotes: another content has another one. */
  etag: string;
}

export interface PresignOptions {
  /** At most 604,800, a week. */
  expiresInSeconds: number;
  /** Signed for the same moment with the same keys, the address is the same to the letter. */
  signedAt: Date;
  /** What the storage is to answer in the headers of these names. */
  contentType: string;
  contentDisposition: string;
}

/** What alone may be written under a presigned address, as far as the server looks. */
export interface UploadOptions {
  expiresInSeconds: number;
  contentType: string;
  sizeBytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface PresignedUrl {
  url: string;
  /** When it stops working: earlier than asked for where the credentials behind it end earlier. */
  expiresAt: Date;
}

export interface PresignedUpload extends PresignedUrl {
  /** Signed with the address: what is sent without one of them, or with another value, is refused. */
  headers: Readonly<Record<string, string>>;
}

/** Object storage by stream: memory stays constant whatever the object's size. */
export interface ObjectStorage {
  /** Uploads a stream (multipart). If the stream fails or the signal fires, the upload is aborted and nothing is stored. */
  put(key: string, body: Readable, options: PutOptions): Promise<StoredObject>;
  /** @throws AppError `not_found` code `object_missing`. */
  get(key: string, options?: GetOptions): Promise<Readable>;
  /** @throws AppError `not_found` code `object_missing`. */
  head(key: string): Promise<ObjectHead>;
  /** An address that reads the object without credentials, until it expires. Whether the object exists is not asked. */
  presignGet(key: string, options: PresignOptions): Promise<PresignedUrl>;
  /**
   * An address under which a client writes the object by itself, with PUT, until it expires. Whether the bytes have the
   * checksum that is signed, not every compatible server looks.
   */
  presignPut(key: string, options: UploadOptions): Promise<PresignedUpload>;
  /** Small objects only (answers, manifests). Null when there is none. */
  getText(key: string): Promise<string | null>;
  putText(key: string, text: string, contentType: string): Promise<void>;
  /** Streams an object into a local file. */
  download(key: string, path: string, signal?: AbortSignal): Promise<void>;
  /** Streams a local file into an object. */
  upload(path: string, key: string, options: PutOptions): Promise<StoredObject>;
  /** Deletes what is there; a missing key is no error. */
  delete(keys: string[]): Promise<void>;
  /** Every object whose key begins with the prefix, by key, a page at a time; after a key if one is given. */
  list(prefix: string, after?: string): AsyncGenerator<ListedObject[]>;
  /**
   * Frees the parts of uploads under the prefix that were neither completed nor aborted. Where the server or its
   * permissions do not let them be listed, nothing happens: the bucket's lifecycle rule is what frees them there.
   */
  abortUploads(prefix: string): Promise<void>;
  /** Every key that begins with the prefix. Keys only, but all of them in memory. */
  listKeys(prefix: string): Promise<string[]>;
  /** Whether the bucket answers; for readiness. */
  ping(): Promise<void>;
}
