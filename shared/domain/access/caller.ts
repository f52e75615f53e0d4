/** Who asks: the token's subject and groups. What a person belongs to is data, not a claim. */
export type Caller = { subject: string; groups: readonly string[] };

/** The group without which no office membership counts. */
export const OFFICER_GROUP = 'officer';
