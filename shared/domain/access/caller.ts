/** The caller: subject and groups of the token. Memberships are stored data, not claims. */
export type Caller = { subject: string; groups: readonly string[] };

/** Office memberships are effective only for subjects in this group. */
export const OFFICER_GROUP = 'officer';
