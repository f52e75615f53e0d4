import { verifyStock } from '#shared/services/stock/verify-stock.ts';
import { findSystem, runCommand } from './system.ts';

const DIFFERENT = 1;

await runCommand(async () => {
  const { table } = await findSystem(process.env);
  const { points, levels, lines, unhashed, differences, unjudged } = await verifyStock(table, (line) =>
    console.log(line),
  );
  const seconds = (performance.now() / 1_000).toFixed(1);
  const counts = [
    `${points} points`,
    `${levels} levels`,
    `${lines} ledger lines`,
    `${differences} differences`,
    ...(unhashed > 0 ? [`${unhashed} entries without a content hash`] : []),
    ...(unjudged > 0 ? [`${unjudged} not judged`] : []),
  ];
  console.log([...counts, `${seconds} s`].join(', '));
  return differences + unjudged > 0 ? DIFFERENT : 0;
});
