import { notFound, Problem } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

/** The form of a token's subject: at most 128 letters, digits and `:.@+-_`. */
export const SUBJECT = /^[\w:.@+-]{1,128}$/;

type Member = { subject: string; addedAt: string };

/** An organisation has at most so many members: each is a row of the transaction that changes it. */
export const MEMBERS_MAX = 40;

/** Members with one more; the same list where the person is in it already. */
export const addMember = (members: Member[], subject: string, at: string): Member[] => {
  if (members.some((member) => member.subject === subject)) return members;
  if (members.length >= MEMBERS_MAX) {
    throw new Problem('state_conflict', messages.membersMax(MEMBERS_MAX));
  }
  return [...members, { subject, addedAt: at }];
};

/** Members without a person; 404 for one who is not among them, 409 for the last. */
export const removeMember = (members: Member[], subject: string): Member[] => {
  const left = members.filter((member) => member.subject !== subject);
  if (left.length === members.length) throw notFound();
  if (left.length === 0) {
    throw new Problem('last_member', messages.lastMember);
  }
  return left;
};
