import type { Readable } from 'node:stream';

export interface StoredObject {
  key: string;
  sizeBytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface PutOptions {
  contentType: string;
  /** Aborts the upload; nothing stays behind. */
  signal?: AbortSignal;
}

/** Object storage by stream: memory stays constant whatever the object's size. */
export interface ObjectStorage {
  /** Uploads a stream (multipart). If the stream fails or the signal fires, the upload is aborted and nothing is stored. */
  put(key: string, body: Readable, options: PutOptions): Promise<StoredObject>;
  /** @throws AppError `not_found` code `object_missing`. */
  get(key: string, signal?: AbortSignal): Promise<Readable>;
  /** Small objects only (answers, manifests). Null when there is none. */
  getText(key: string): Promise<string | null>;
  putText(key: string, text: string, contentType: string): Promise<void>;
  /** Streams an object into a local file. */
  download(key: string, path: string, signal?: AbortSignal): Promise<void>;
  /** Streams a local file into an object. */
  upload(path: string, key: string, options: PutOptions): Promise<StoredObject>;
  /** Deletes what is there; a missing key is no error. */
  delete(keys: string[]): Promise<void>;
  /** Every key that begins with the prefix. Keys only, but all of them in memory. */
  listKeys(prefix: string): Promise<string[]>;
  /** Whether the bucket answers; for readiness. */
  ping(): Promise<void>;
}
