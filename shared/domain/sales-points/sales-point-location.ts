// A sales point far from its commune is mostly a wrong commune or a mistyped place. It is asked to confirm, and an officer
// sees that it did; no law limits the distance.
import { distanceMetres, type LatLng } from '#shared/domain/places/geo.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

/** The distance from the centre of its commune up to which a place is not in doubt. */
export const UNDOUBTED_METRES = 30_000;

/** Whole metres from a place to the centre of its commune if they put it in doubt; an unknown centre never does. */
export const doubtfulDistance = (place: LatLng, centre: LatLng | undefined): number | undefined => {
  if (centre === undefined) return undefined;
  const metres = Math.round(distanceMetres(place, centre));
  return metres > UNDOUBTED_METRES ? metres : undefined;
};

/** The fault of a doubtful place that nobody confirmed. */
export const doubtFaults = (metres: number | undefined, commune: string, isConfirmed: boolean | undefined): Fault[] =>
  metres === undefined || isConfirmed === true
    ? []
    : [
        brokenRule(
          '/locationConfirmed',
          'location_unconfirmed',
          messages.locationUnconfirmed(commune, Math.round(metres / 1_000)),
        ),
      ];
