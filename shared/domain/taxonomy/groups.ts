// The six product groups and the group of each criteria set (Decision 26/2026/QĐ-TTg, Appendix I), without names, for
// the read path.

/** The codes of the six groups, in the decision's order. */
export const GROUP_CODES = ['food', 'beverages', 'herbal', 'handicraft', 'ornamental', 'community-tourism'] as const;

/** A group's code. */
export type GroupCode = (typeof GROUP_CODES)[number];

const LAST_SET_OF_GROUP: readonly (readonly [number, GroupCode])[] = [
  [13, 'food'],
  [17, 'beverages'],
  [20, 'herbal'],
  [22, 'handicraft'],
  [25, 'ornamental'],
  [26, 'community-tourism'],
];

/** Whether a number is that of a criteria set: an integer from 1 to 26. */
export const isCriteriaSetNumber = (number: number): boolean => Number.isInteger(number) && number >= 1 && number <= 26;

/** The group of a criteria set. Throws `RangeError` for a number that is no criteria set. */
export const groupOf = (criteriaSet: number): GroupCode => {
  const group = isCriteriaSetNumber(criteriaSet) && LAST_SET_OF_GROUP.find(([last]) => criteriaSet <= last);
  if (!group) throw new RangeError(`No criteria set ${criteriaSet}`);
  return group[1];
};

/** Whether the text is one of the six group codes. */
export const isGroupCode = (text: string): text is GroupCode => (GROUP_CODES as readonly string[]).includes(text);
