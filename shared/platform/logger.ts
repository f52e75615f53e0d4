/**
 * One JSON line to stdout, which Lambda ships to the log group. Callers pass ids and codes, never bodies, tokens or
 * personal data.
 */
export const log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown> = {}): void => {
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);
};

/** The loggable parts of an error: its name and stack frames, without the message and the values in it. */
export const errorFields = (error: unknown): Record<string, unknown> =>
  error instanceof Error
    ? {
        error: error.name,
        stack: error.stack?.split('\n').filter((frame) => frame.startsWith('    at ')),
        ...(error.cause ? { cause: errorFields(error.cause) } : {}),
      }
    : { error: typeof error };

/** Logs one line for an answered request. */
export const logResponse = (fields: Record<string, unknown>): void => log('info', 'answered', fields);
