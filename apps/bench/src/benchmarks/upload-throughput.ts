import type { Benchmark } from '../benchmark.ts';
import { median } from '../measure/statistics.ts';
import { createAccount } from '../memo/account.ts';
import { startApi } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { runScript } from '../processes/run-script.ts';
import { writeRecording } from '../upload/recording.ts';
import type { SendWithSdk, SentWithSdk } from '../upload/send-with-sdk.main.ts';

const mib = 1024 * 1024;
const rounds = 3;
const sdkScript = new URL('../upload/send-with-sdk.main.ts', import.meta.url);

/** Through the API a recording reaches S3 nearly as fast as without it. */
export const uploadThroughput: Benchmark = {
  name: 'upload-throughput',
  async run({ resources, say }) {
    say('starting PostgreSQL, Redis, S3 and the API, writing a recording of 1 GiB');
    const { settings, directory } = await startServers(resources);
    const api = await startApi(resources, { ...settings, MAX_AUDIO_FILE_SIZE: '2GB' });
    const account = await createAccount(api.url);
    const warmUpPath = await writeRecording(directory, 16 * mib);
    const path = await writeRecording(directory, 1024 * mib);
    await account.upload(warmUpPath);

    const apiMs: number[] = [];
    const sdkMs: number[] = [];
    // In turns, so that whatever else the machine does falls on both.
    for (let round = 1; round <= rounds; round += 1) {
      const input: SendWithSdk = { settings, path, warmUpPath };
      const sdk = await runScript<SentWithSdk>(sdkScript, input);
      sdkMs.push(sdk.tookMs);
      const { meetingId, startedAt, answeredAt } = await account.upload(path);
      apiMs.push(answeredAt - startedAt);
      await account.delete(meetingId);
      say(`round ${round} of ${rounds}: SDK ${sdk.tookMs} ms, API ${answeredAt - startedAt} ms`);
    }
    const [ofApi, ofSdk] = [median(apiMs), median(sdkMs)];
    return [
      { name: 'a 1 GiB upload with the AWS SDK alone', value: ofSdk / 1000, unit: 's' },
      { name: 'a 1 GiB upload through the API', value: ofApi / 1000, unit: 's' },
      { name: "throughput, of the SDK's", value: ofSdk / ofApi, unit: 'ratio', atLeast: 0.7 },
    ];
  },
};
