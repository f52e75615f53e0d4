import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { Candidates, Commune, FormerCommuneName, Province, ProvinceList } from '#shared/contract/responses.ts';
import { placeRoutes } from './places.routes.ts';

export const placeContract = describeOperations(placeRoutes, {
  listProvinces: {
    tag: 'Places',
    summary: 'Provinces',
    description: 'The list in force today, or on the day `at`: 34 provinces since 2025-07-01, 63 before.',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'The provinces of that day', schema: ProvinceList } },
  },
  getProvince: {
    tag: 'Places',
    summary: 'A province',
    description: 'A code is unique only together with its list: seven codes were reused on 2025-07-01.',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'The province that the code, slug or name meant on that day', schema: Province } },
  },
  listCommunes: {
    tag: 'Places',
    summary: 'Current communes',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'Communes, best match first', schema: pageOf(Commune) } },
  },
  listFormerCommunes: {
    tag: 'Places',
    summary: 'Former communes',
    description:
      'Every name that a commune had in the lists from 2017-04-19 to 2025-06-30, with its days and the communes that it is part of today. `province` is a current or former one. A product gives the code as `originCommune` with `list: "former"`; a code that had several names has a row for each. If no name contains `q`, names that are spelled nearly so follow.',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'Names, best match first', schema: pageOf(FormerCommuneName) } },
  },
  resolveCommune: {
    tag: 'Places',
    summary: 'The current commune of a former or current commune',
    description:
      'A former commune that was split has several candidates, each with a note. Near spellings (i and y, s and x, ch and tr, d and gi, one letter) are candidates with `match: "similar"` if nothing matches exactly.',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'The candidates', schema: Candidates } },
  },
});
