const headerBytes = 44;
const sampleRate = 16_000;

/** A 16 kHz mono 16-bit WAV of this many bytes in all; `sample` gives each sample, silence when not given. */
export function buildWav(bytes: number, sample?: (index: number) => number): Buffer {
  const file = Buffer.alloc(Math.max(bytes, headerBytes));
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(file.length - headerBytes, 40);
  if (sample !== undefined) {
    for (let index = 0; headerBytes + index * 2 + 1 < file.length; index++) {
      file.writeInt16LE(Math.round(sample(index)), headerBytes + index * 2);
    }
  }
  return file;
}

/** Some seconds of a plain tone: sound that decodes, without words. */
export const buildTone = (seconds: number, hertz = 440): Buffer =>
  buildWav(
    headerBytes + seconds * sampleRate * 2,
    (index) => 8_000 * Math.sin((2 * Math.PI * hertz * index) / sampleRate),
  );
