import type { Scope, Tenant } from '@memo/entities';
import type { Request, Response } from 'express';

export interface UploadedRecording {
  /** 0 for `audio_file`, 1 for `second_audio_file`. */
  side: number;
  objectKey: string;
  /** As the client named it. */
  filename: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
}

export interface ReceivedUpload {
  /** The form's text fields, not validated yet. */
  fields: Record<string, unknown>;
  /** In order of side. */
  recordings: UploadedRecording[];
  /**
   * Whether the workspace that the form names may have more, where that is another than the request named.
   * @throws AppError `forbidden`.
   */
  requireRoomIn: (tenant: Tenant) => Promise<void>;
  /** Deletes what was stored, when no meeting comes of it. Never fails. */
  discard(): Promise<void>;
}

export type ReceiveUpload = (
  req: Request,
  res: Response,
  /** Whose upload it is, as far as is known before the form is read. */
  uploader: Pick<Scope, 'workspaceId' | 'actor'>,
  /** The meeting's, or of whatever else the keys are made for. */
  id: string,
  /** Whether an earlier request under its key has made something: this one makes nothing, and needs no room. */
  isRepeat?: boolean,
) => Promise<ReceivedUpload>;

export interface Uploads {
  receive: ReceiveUpload;
  /** Resolves once nothing of a broken or discarded upload is left to clear away. */
  settled(): Promise<void>;
}
