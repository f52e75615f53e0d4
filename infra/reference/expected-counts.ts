import type { ReferenceCounts } from './communes.ts';

/**
 * What the pinned data sets hold and lack; a new release that differs is looked at before its reference is written.
 *
 * Of 471 former communes that vietnamadminunits 1.0.4 calls split, 29 are not: they bear the name of another one in the
 * province, whose successor they were given. The 442 others are listed. The mappings tell of 38 more: 22 units with a
 * code, which exchanged a part with a neighbour or were merged or dissolved in 2023–2025, and 16 names without one.
 *
 * The lists of 2017–2025 add the names and units that the data sets lack; the mergers tell what became of units that they
 * lead nowhere.
 */
export const EXPECTED_COUNTS: ReferenceCounts = {
  currentCommunes: 3321,
  formerCommunesWithCode: 11168,
  formerNamesWithoutCode: 44,
  formerAliases: 1660,
  splitCommunes: 490,
  listedSplits: 442,
  successorsAdded: 528,
  successorsInAnotherProvince: 0,
  municipalitiesStillProvinces: 1,
  unknownTargetCodes: 169,
  targetsNamingAnotherUnit: 13,
  duplicateMappings: 252,
  mappingsWithoutPredecessor: 5,
  mappingsExchanged: 2,
  namesInHistory: 12751,
  namesFromHistory: 1474,
  unlistedNames: 34,
  successorsOutsideTheUnit: 1,
  successorsFromMergers: 630,
  mergersAgainstMappings: 5,
  unitsMissingFromMappings: 1,
  communesUnderAnothersCode: 1,
  dissolvedUnitsGivenACode: 421,
  dissolvedUnitsRenumbered: 82,
  dissolvedUnitsWithoutSuccessor: 64,
  unitsWithoutSuccessor: 0,
};
