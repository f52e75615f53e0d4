/** The author, the instant (RFC 3339) and the optional reason of a decision. */
export type Attribution = { at: string; by: string; reason?: string | undefined };
