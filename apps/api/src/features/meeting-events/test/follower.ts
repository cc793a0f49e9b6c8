import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { waitFor } from '@memo/testing';
import type { MeetingState } from '../meeting-events.schemas.ts';

interface Event {
  event: string;
  id: string | undefined;
  data: MeetingState;
}

/** A stream as a client sees it, read as it comes. */
class Follower {
  text = '';
  ended: 'whole' | 'cut' | null = null;

  constructor(readonly response: IncomingMessage) {
    response.on('data', (chunk) => (this.text += String(chunk)));
    response.on('end', () => (this.ended = 'whole'));
    response.on('error', () => (this.ended = 'cut'));
  }

  get events(): Event[] {
    const blocks = this.text.split('\n\n').filter((block) => block.startsWith('event: '));
    return blocks.map((block) => {
      const fields = new Map(
        block.split('\n').map((line) => line.split(/: (.*)/) as [string, string]),
      );
      return {
        event: fields.get('event') ?? '',
        id: fields.get('id'),
        data: JSON.parse(fields.get('data') ?? '') as MeetingState,
      };
    });
  }

  names = () => this.events.map(({ event }) => event);
  event = (count: number) => waitFor(`event ${count}`, () => this.events[count - 1]);
  end = () => waitFor('the end of the stream', () => this.ended);
  leave = () => this.response.destroy();
}

/** Follows the events at this address, over a connection of its own. */
export async function startFollower(
  url: string,
  headers: Record<string, string>,
): Promise<Follower> {
  const request = get(url, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return new Follower(response);
}
