import { notFound, Problem } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

/** The format of a token's subject: at most 128 letters, digits and `:.@+-_`. */
export const SUBJECT = /^[\w:.@+-]{1,128}$/;

type Member = { subject: string; addedAt: string };

/** Maximum number of members of an organisation: each is a row of the transaction that changes it. */
export const MEMBERS_MAX = 40;

/** Adds a member; returns the same list if the person is already a member. */
export const addMember = (members: Member[], subject: string, at: string): Member[] => {
  if (members.some((member) => member.subject === subject)) return members;
  if (members.length >= MEMBERS_MAX) {
    throw new Problem('state_conflict', messages.membersMax(MEMBERS_MAX));
  }
  return [...members, { subject, addedAt: at }];
};

/** Removes a member; 404 for a subject that is not a member, 409 for the last member. */
export const removeMember = (members: Member[], subject: string): Member[] => {
  const left = members.filter((member) => member.subject !== subject);
  if (left.length === members.length) throw notFound();
  if (left.length === 0) {
    throw new Problem('last_member', messages.lastMember);
  }
  return left;
};
