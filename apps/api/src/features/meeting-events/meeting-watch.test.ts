import { afterEach, describe, expect, it } from '@jest/globals';
import { logContext, silentLogger, withLogContext } from '@memo/logging';
import type { WatchedMeeting } from '@memo/pipeline';
import { waitFor } from '@memo/testing';
import { captureLog } from '../../../test/capture-log.ts';
import { AppError } from '@memo/errors';
import { createMeetingWatch, type MeetingWatch, type Watcher } from './meeting-watch.ts';

const meeting = (id: string): WatchedMeeting => ({ workspaceId: 'w', meetingId: id });
const ignore = () => undefined;
const everybodyMay = () => Promise.resolve([]);

/** Watches with a credential that is good, unless it says otherwise. */
const watching =
  ({ add }: MeetingWatch<string>) =>
  (
    watched: WatchedMeeting,
    tell: (state: string | undefined) => void,
    {
      credential = 'good',
      refuse = ignore,
    }: { credential?: string; refuse?: Watcher<string>['refuse'] } = {},
  ) =>
    add({ ...watched, credential, tell, refuse });

describe('the watch over meetings', () => {
  const states = new Map<string, string>();
  const reads: WatchedMeeting[][] = [];
  const asked: string[][] = [];
  const over = new Set<string>();
  let during: (() => Promise<void> | void) | undefined;
  let watch: ReturnType<typeof createMeetingWatch<string>> | undefined;

  function start(logger = silentLogger) {
    states.clear();
    reads.length = 0;
    over.clear();
    asked.length = 0;
    during = undefined;
    watch = createMeetingWatch<string>({
      everyMs: 1,
      logger,
      findRefusals: (watched) => {
        asked.push(watched.map(({ credential }) => credential));
        return Promise.resolve(
          watched.map(({ credential }) =>
            over.has(credential) ? new AppError('unauthenticated', 'Over.') : null,
          ),
        );
      },
      read: async (watched) => {
        reads.push([...watched]);
        const read = new Map(states);
        await during?.();
        return read;
      },
    });
    return { add: watching(watch) };
  }
  afterEach(() => watch?.stop());

  it('asks once for all who watch, and for each meeting once', async () => {
    const { add } = start();
    const told: string[] = [];
    for (const id of ['a', 'b', 'a'])
      add(meeting(id), (state) => told.push(`${id} ${state ?? ''}`));
    states.set('a', '1').set('b', '2');
    await waitFor('all to be told', () => told.length >= 3);
    expect(told.slice(0, 3)).toEqual(['a 1', 'b 2', 'a 1']);
    expect(reads[0]).toEqual([meeting('a'), meeting('b')]);
  });

  it('asks nothing while nobody watches', async () => {
    const idle = start();
    const leave = idle.add(meeting('a'), () => leave());
    await waitFor('the only read', () => reads.length === 1);

    // Another watch, as quick, shows that there was time enough.
    let turns = 0;
    const busy = createMeetingWatch<string>({
      everyMs: 1,
      logger: silentLogger,
      findRefusals: everybodyMay,
      read: () => {
        turns += 1;
        return Promise.resolve(new Map());
      },
    });
    watching(busy)(meeting('a'), () => undefined);
    await waitFor('many reads of the other', () => turns > 10);
    busy.stop();
    expect(reads).toHaveLength(1);

    idle.add(meeting('b'), () => undefined);
    await waitFor('another read', () => reads.length > 1);
    expect(reads.at(-1)).toEqual([meeting('b')]);
  });

  it('tells nobody a state that was read before they came', async () => {
    const { add } = start();
    const told: unknown[] = [];
    states.set('a', 'old');
    during = () => {
      during = undefined;
      // Reads the new state by itself, then watches, while the poll under way holds the old one.
      states.set('a', 'new');
      add(meeting('a'), (state) => told.push(state));
    };
    add(meeting('a'), () => undefined);
    await waitFor('a state', () => told.length > 2);
    expect(new Set(told)).toEqual(new Set(['new']));
  });

  it('tells a watcher that left meanwhile nothing', async () => {
    const { add } = start();
    const told: unknown[] = [];
    const leave = add(meeting('a'), (state) => told.push(state));
    during = () => leave();
    await waitFor('a read', () => reads.length > 0);
    add(meeting('b'), () => undefined);
    await waitFor('another read', () => reads.length > 1);
    expect(told).toEqual([]);
  });

  it('asks once for all who watch whether they still may, and tells nothing more to who may not', async () => {
    const { add } = start();
    const told: string[] = [];
    for (const credential of ['good', 'bad']) {
      const tell = (state?: string) => void told.push(`${credential} ${state ?? 'nothing'}`);
      const refuse = ({ message }: AppError) => void told.push(`${credential} ${message}`);
      add(meeting('a'), tell, { credential, refuse });
    }
    states.set('a', '1');
    await waitFor('both to be told', () => told.length >= 2);
    expect(asked[0]).toEqual(['good', 'bad']);

    // In the same moment: what happens from here on is not theirs.
    over.add('bad');
    states.set('a', '2');
    await waitFor('the other to be told', () => told.filter((one) => one === 'good 2').length > 2);
    expect(told.filter((one) => !one.endsWith('1') && one.startsWith('bad'))).toEqual([
      'bad Over.',
    ]);
    expect(asked.at(-1)).toEqual(['good']);
  });

  it('goes on after a failure, which is logged once, outside of any request', async () => {
    const log = captureLog();
    const { add } = start(log.logger);
    const told: unknown[] = [];
    let failures = 0;
    const contexts: object[] = [];
    during = () => {
      contexts.push(logContext());
      failures += 1;
      if (failures <= 3) throw new Error('no database');
    };
    withLogContext({ requestId: 'r1' }, () => add(meeting('a'), (state) => told.push(state)));
    await waitFor('a state', () => told.length > 0);
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(contexts.filter((context) => Object.keys(context).length > 0)).toEqual([]);
  });
});
