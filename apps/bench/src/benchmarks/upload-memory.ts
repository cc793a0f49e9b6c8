import type { Bench, Benchmark } from '../benchmark.ts';
import { assertPeakMemoryIsKept, peakMemory, resetPeakMemory } from '../measure/peak-memory.ts';
import { createAccount } from '../memo/account.ts';
import { startApi } from '../memo/apps.ts';
import { startServers, type Servers } from '../memo/servers.ts';
import { writeRecording } from '../upload/recording.ts';

const mib = 1024 * 1024;

/** An upload costs the API the same memory whatever its size. */
export const uploadMemory: Benchmark = {
  name: 'upload-memory',
  async run(bench) {
    assertPeakMemoryIsKept();
    const { resources, say } = bench;
    say('starting PostgreSQL, Redis and S3, writing recordings of 16 MiB, 64 MiB and 2 GiB');
    const servers = await startServers(resources);
    const warmUp = await writeRecording(servers.directory, 16 * mib);
    const small = await writeRecording(servers.directory, 64 * mib);
    const large = await writeRecording(servers.directory, 2048 * mib);
    const smallPeak = await peakOf(bench, servers, { warmUp, path: small, size: '64 MiB' });
    const largePeak = await peakOf(bench, servers, { warmUp, path: large, size: '2 GiB' });
    return [
      { name: 'peak RSS during a 64 MiB upload', value: smallPeak / mib, unit: 'MiB' },
      { name: 'peak RSS during a 2 GiB upload', value: largePeak / mib, unit: 'MiB' },
      {
        name: 'peak RSS of a 2 GiB upload, of a 64 MiB one',
        value: largePeak / smallPeak,
        unit: 'ratio',
        atMost: 1.1,
      },
    ];
  },
};

/** The peak of a fresh API, warmed up by one small upload: loading and compiling code is not what is asked about. */
async function peakOf(
  { resources, say }: Bench,
  { settings }: Servers,
  { warmUp, path, size }: { warmUp: string; path: string; size: string },
): Promise<number> {
  say(`uploading ${size} to a fresh API`);
  await using api = await startApi(resources, { ...settings, MAX_AUDIO_FILE_SIZE: '3GB' });
  const account = await createAccount(api.url);
  await account.upload(warmUp);
  await resetPeakMemory(api.pid);
  const { meetingId } = await account.upload(path);
  const peak = await peakMemory(api.pid);
  await account.delete(meetingId);
  return peak;
}
