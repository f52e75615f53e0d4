/** Who decided something, when (an RFC 3339 instant), and why where a reason was given. */
export type Attribution = { at: string; by: string; reason?: string | undefined };
