/**
 * Whether the machine failed (disk full, no permission), and not what was read. Such an error must
 * not be shown as a damaged file.
 */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** Whether a file or folder is not there. */
export function isNotFound(error: unknown): boolean {
  return isSystemError(error) && error.code === 'ENOENT';
}
