import { AppError } from '@memo/errors';
import { mostCharacters, type EditOperation, type EditRefusal } from '@memo/transcript';

const thousands = (count: number): string => count.toLocaleString('en-US');

/** Why an edit is not made, in words for who wanted it. */
export function refusalOf(refused: EditRefusal, operation: EditOperation): AppError {
  switch (refused) {
    case 'no_such_segment':
      return new AppError('not_found', noSuchSegmentDetail);
    case 'no_such_speaker': {
      const key = 'speakerKey' in operation ? (operation.speakerKey ?? '') : '';
      return new AppError(
        'not_found',
        `This transcript has no speaker "${key}". Name one by its key, such as S1, as the transcript lists them.`,
      );
    }
    case 'cut_outside':
      return new AppError('invalid_input', cutOutsideDetail);
    case 'not_neighbours':
      return new AppError(
        'conflict',
        'These segments do not follow each other. Read the transcript again, and merge segments that do.',
      );
    case 'too_long':
      return new AppError(
        'invalid_input',
        `A segment holds ${thousands(mostCharacters.segment)} characters, and a transcript ${thousands(mostCharacters.transcript)}. Split the segment, or write less.`,
      );
  }
}

export const noSuchSegmentDetail =
  'This transcript has no such segment. Somebody may have merged it with another; read the transcript again.';

export const cutOutsideDetail =
  'The cut is not inside this segment: words must be left on both of its sides.';

export const replacedDetail =
  'Another transcript of this meeting is being made and will take the place of this one. Edit that one when it is there.';

export const replacedSoon = (): AppError =>
  new AppError('conflict', replacedDetail, { code: 'transcript_replaced' });

export const noSuchEdit = (): AppError =>
  new AppError('not_found', 'There is no such edit of the transcript that is shown.');

export const undoneAlready = (number: number): AppError =>
  new AppError('conflict', `Edit ${number} was undone already.`);

export const stoodUponDetail = (number: number): string =>
  `What edit ${number} made was changed by a later edit. Undo that one first.`;

export const stoodUpon = (number: number): AppError =>
  new AppError('conflict', stoodUponDetail(number));
