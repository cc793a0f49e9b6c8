/** For the tests of what is compiled: says where it believes to be, and how an error of it reads. */
import { AppError } from '@memo/errors';

class Told extends AppError {}

const error: AppError = new Told('internal', 'told');
const said = { directory: import.meta.dirname, name: error.constructor.name, stack: error.stack };
process.stdout.write(JSON.stringify(said));
