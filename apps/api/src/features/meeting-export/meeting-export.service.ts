import type { Readable } from 'node:stream';
import { actorName } from '@memo/access';
import type { Scope } from '@memo/entities';
import {
  meetingNotFound,
  notTranscribed,
  toMeeting,
  type MeetingReader,
  type TranscribedMeeting,
} from '@memo/meetings';
import type { Pipeline, Progress } from '@memo/pipeline';
import { markdownOf, plainTextOf, srtOf, vttOf } from '@memo/transcript';
import { attachment } from '../../http/attachment.ts';
import { entityTag } from '../../http/entity-tag.ts';
import { contentTypes, type ExportFormat } from './meeting-export.schemas.ts';
import { jsonText } from './json-text.ts';
import { toDocument, toSpoken } from './meeting-document.ts';
import type { Render } from './render/renderer.ts';
import { textStream } from '../../http/text-stream.ts';

export interface MeetingExport {
  /** Of what it will be made of, so that nothing is made for those who have it. */
  etag: string;
  headers: Readonly<Record<string, string>>;
  /** The work begins with it. */
  open(gone: AbortSignal): Opened | Promise<Opened>;
}

interface Opened {
  sizeBytes?: number;
  stream: Readable;
}

export interface MeetingExportService {
  /** @throws AppError `not_found`, also for somebody else's meeting; `conflict` while there is no transcript. */
  find(scope: Scope, meetingId: string, format: ExportFormat): Promise<MeetingExport>;
}

export interface MeetingExportDeps {
  reader: Pick<MeetingReader, 'finished'>;
  pipeline: Pick<Pipeline, 'progress'>;
  render: Render;
  /** Of this software: another one may make other files of the same. */
  version: string;
}

export function createMeetingExportService(deps: MeetingExportDeps): MeetingExportService {
  const { reader, pipeline, render, version } = deps;

  function opened(
    scope: Scope,
    { progress, ...found }: TranscribedMeeting & { progress: Progress | undefined },
    format: ExportFormat,
    gone: AbortSignal,
  ): Opened | Promise<Opened> {
    switch (format) {
      case 'srt':
        return textStream(srtOf(toSpoken(found)));
      case 'vtt':
        return textStream(vttOf(toSpoken(found)));
      case 'txt':
        return textStream(plainTextOf(toDocument(found)));
      case 'md':
        return textStream(markdownOf(toDocument(found)));
      case 'json':
        return textStream(jsonText(toMeeting({ ...found, partial: null }, progress)));
      case 'docx':
      case 'pdf':
        return render(format, toDocument(found), { caller: actorName(scope.actor), signal: gone });
    }
  }

  return {
    find: async (scope, meetingId, format) => {
      const timed = format === 'srt' || format === 'vtt';
      const found = await reader.finished(scope, meetingId, { words: timed });
      if (found === null) throw meetingNotFound();
      const { meeting, speakers, transcript } = found;
      if (transcript === null) throw notTranscribed(meeting.status, 'Export it');
      const progress =
        format === 'json'
          ? (await pipeline.progress(scope, [meetingId])).get(meetingId)
          : undefined;
      const made = { ...meeting, ...transcript, speakers, progress, format, version };
      return {
        etag: await entityTag(jsonText(made)),
        headers: {
          'Content-Type': contentTypes[format],
          'Content-Disposition': attachment({
            title: meeting.title,
            fallback: `meeting_${meetingId.slice(0, 8)}`,
            extension: `.${format}`,
          }),
        },
        open: (gone) => opened(scope, { meeting, speakers, transcript, progress }, format, gone),
      };
    },
  };
}
