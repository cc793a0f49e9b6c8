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
    say('starting PostgreSQL, Redis and S3, writing recordings of 16 MiB and 1 GiB');
    const servers = await startServers(resources);
    const warmUp = await writeRecording(servers.directory, 16 * mib);
    const large = await writeRecording(servers.directory, 1024 * mib);
    const smallPeak = await peakOf(bench, servers, { warmUp, path: warmUp });
    const largePeak = await peakOf(bench, servers, { warmUp, path: large });
    return [
      { name: 'peak RSS during a 16 MiB upload', value: smallPeak / mib, unit: 'MiB' },
      { name: 'peak RSS during a 1 GiB upload', value: largePeak / mib, unit: 'MiB' },
      { name: 'the difference', value: (largePeak - smallPeak) / mib, unit: 'MiB', atMost: 64 },
    ];
  },
};

/** The peak of a fresh API, warmed up by one small upload: loading and compiling code is not what is asked about. */
async function peakOf(
  { resources, say }: Bench,
  { settings }: Servers,
  { warmUp, path }: { warmUp: string; path: string },
): Promise<number> {
  say(`uploading ${path === warmUp ? '16 MiB' : '1 GiB'} to a fresh API`);
  await using api = await startApi(resources, { ...settings, MAX_AUDIO_FILE_SIZE: '2GB' });
  const account = await createAccount(api.url);
  await account.upload(warmUp);
  await resetPeakMemory(api.pid);
  const { meetingId } = await account.upload(path);
  const peak = await peakMemory(api.pid);
  await account.delete(meetingId);
  return peak;
}
