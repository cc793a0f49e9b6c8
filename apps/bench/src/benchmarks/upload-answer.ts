import type { Benchmark } from '../benchmark.ts';
import { median } from '../measure/statistics.ts';
import { createAccount } from '../memo/account.ts';
import { startApi } from '../memo/apps.ts';
import { startServers } from '../memo/servers.ts';
import { writeRecording } from '../upload/recording.ts';

const uploadBytes = 10 * 1024 * 1024;
const rounds = 5;

/** A client that has sent a recording is not kept waiting. */
export const uploadAnswer: Benchmark = {
  name: 'upload-answer',
  async run({ resources, say }) {
    say('starting PostgreSQL, Redis, S3 and the API');
    const { settings, directory } = await startServers(resources);
    const { url } = await startApi(resources, settings);
    const account = await createAccount(url);
    const path = await writeRecording(directory, uploadBytes);
    await account.upload(path);

    const waitedMs: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const { lastByteAt, answeredAt } = await account.upload(path);
      waitedMs.push(answeredAt - lastByteAt);
      say(
        `upload ${round} of ${rounds}: answered ${answeredAt - lastByteAt} ms after the last byte`,
      );
    }
    const value = median(waitedMs) / 1000;
    return [{ name: 'the answer to a 10 MB upload', value, unit: 's', atMost: 0.3 }];
  },
};
