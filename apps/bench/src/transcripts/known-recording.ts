import { join } from 'node:path';
import { writeRecording, type KnownMeeting } from '@memo/testing/known-meeting';

/** Writes a known meeting's recording, or its two; resolves to their paths. */
export async function writeKnownRecordings(
  directory: string,
  meeting: KnownMeeting,
): Promise<string[]> {
  if (meeting.sides === undefined) {
    const path = join(directory, `meeting-${meeting.seed}.wav`);
    await writeRecording(meeting, path);
    return [path];
  }
  const paths = [0, 1].map((side) => join(directory, `meeting-${meeting.seed}-${side}.wav`));
  await writeRecording(meeting, paths[0] ?? '', { side: 0 });
  await writeRecording(meeting, paths[1] ?? '', { side: 1 });
  return paths;
}
