import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { Candidates, Commune, Province, ProvinceList } from '#shared/contract/responses.ts';
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
  resolveCommune: {
    tag: 'Places',
    summary: 'The current commune of a former or current commune',
    description: 'A former commune that was split has several candidates, each with a note.',
    problems: [],
    needsNoStore: true,
    responses: { 200: { description: 'The candidates', schema: Candidates } },
  },
});
