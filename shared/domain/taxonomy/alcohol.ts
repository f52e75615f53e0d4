const ALCOHOLIC_SETS: ReadonlySet<number> = new Set([14, 15]);

/** Whether a criteria set is one of drinks with alcohol (Decision 26/2026/QĐ-TTg, Appendix I: sets 14 and 15). */
export const isAlcoholic = (criteriaSet: number): boolean => ALCOHOLIC_SETS.has(criteriaSet);
