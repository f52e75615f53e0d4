import { readFile } from 'node:fs/promises';
import type { LatLng } from '#shared/domain/places/geo.ts';

/** The centre of a current commune by its code; undefined for an unknown code. */
export type CentreOf = (code: string) => LatLng | undefined;

let centres: Promise<CentreOf> | undefined;

const read = async (): Promise<CentreOf> => {
  const text = await readFile(new URL('./reference/commune-centres.json', import.meta.url), 'utf8');
  const byCode = new Map(Object.entries(JSON.parse(text) as Record<string, [number, number]>));
  return (code) => {
    const [lat, lng] = byCode.get(code) ?? [];
    return lat === undefined || lng === undefined ? undefined : { lat, lng };
  };
};

/** The centres of the 3,321 communes to a hundredth of a degree, read once per process on first use. */
export const loadCommuneCentres = (): Promise<CentreOf> => {
  centres ??= read().catch((error: unknown) => {
    centres = undefined;
    throw error;
  });
  return centres;
};
