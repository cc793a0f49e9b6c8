import { join } from 'node:path';

const file = (name: string) => join(import.meta.dirname, '../../sample', name);

/** The bundled sales call: our side's microphone, and the system audio with the other side. */
export const sampleMeeting = {
  title: 'Sample sales call',
  recordings: [file('microphone.opus'), file('system.opus')],
};
