import type { ReferenceCounts } from './communes.ts';

/** What the pinned data sets hold and lack; a new release that differs is looked at before its reference is written. */
export const EXPECTED_COUNTS: ReferenceCounts = {
  currentCommunes: 3321,
  formerCommunesWithCode: 10602,
  formerNamesWithoutCode: 368,
  formerAliases: 393,
  splitCommunes: 29,
  municipalitiesStillProvinces: 1,
  unknownTargetCodes: 169,
  targetsNamingAnotherUnit: 13,
  duplicateMappings: 252,
  mappingsWithoutPredecessor: 5,
  unitsMissingFromMappings: 1,
  communesUnderAnothersCode: 1,
  dissolvedUnitsGivenACode: 424,
  dissolvedUnitsWithoutSuccessor: 143,
};
