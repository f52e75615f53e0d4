/**
 * One JSON line to stdout, which Lambda ships to the log group. Callers pass ids and codes, never bodies, tokens or
 * personal data.
 */
export const log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown> = {}): void => {
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
};

/** What of an error may be logged: its name and stack, not the values that it was thrown with. */
export const errorFields = (error: unknown): Record<string, unknown> =>
  error instanceof Error
    ? { error: error.name, stack: error.stack, ...(error.cause ? { cause: errorFields(error.cause) } : {}) }
    : { error: typeof error };
