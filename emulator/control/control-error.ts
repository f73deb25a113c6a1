/** A refusal of the control API: HTTP status, a code for programs and words for people. */
export class ControlError extends Error {
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }
}

export const notFound = (what: string) => new ControlError(404, 'not_found', `There is no ${what}`);
