import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { listenForInterrupts } from './interrupts.ts';

describe('an interrupt', () => {
  function listen() {
    const source = new EventEmitter();
    const clock = { ms: 1_000_000 };
    const interrupts = listenForInterrupts({ source, now: () => clock.ms });
    const repeats: string[] = [];
    interrupts.onRepeat(() => repeats.push('again'));
    return { source, clock, interrupts, repeats };
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('by %s asks for the end', (name) => {
    const { source, interrupts, repeats } = listen();
    expect(interrupts.signal.aborted).toBe(false);
    source.emit(name);
    expect(interrupts.signal.aborted).toBe(true);
    expect(repeats).toEqual([]);
  });

  it('that arrives twice, from the terminal and from npm, counts once', () => {
    const { source, clock, repeats } = listen();
    source.emit('SIGINT');
    clock.ms += 1000;
    source.emit('SIGINT');
    expect(repeats).toEqual([]);
  });

  it('by a second Ctrl-C later is one of impatience', () => {
    const { source, clock, repeats } = listen();
    source.emit('SIGINT');
    clock.ms += 1001;
    source.emit('SIGINT');
    expect(repeats).toEqual(['again']);
  });
});
