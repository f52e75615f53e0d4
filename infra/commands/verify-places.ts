// Tells how many communes of the statistics office's lists resolve to communes of today:
//   npm run places:verify -- [2021-02-01 …]
import { readCommuneHistory } from '#infra/reference/commune-history.ts';
import { verifyPlaces } from '#infra/reference/verify-places.ts';
import { loadCommunes } from '#shared/data/places/communes-reference.ts';

const asked = process.argv.slice(2);
const days = asked.length > 0 ? asked : ['2017-04-19', '2020-06-01', '2021-02-01', '2025-06-30'];
const directory = await loadCommunes();
const history = readCommuneHistory();
for (const day of days) {
  const { names, toOne, toParts, withNamesakes, left } = verifyPlaces(directory, history, day);
  const resolved = toOne + toParts + withNamesakes;
  console.log(
    `${day}: ${resolved} of ${names} resolve: ${toOne} to one commune, ${toParts} to the parts of a split one, ${withNamesakes} beside a namesake`,
  );
  for (const name of left) console.log(`  left: ${name}`);
  if (left.length > 0) process.exitCode = 1;
}
