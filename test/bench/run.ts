import { availableParallelism, cpus } from 'node:os';
import { bundles } from './bundles.ts';
import { capacity } from './capacity.ts';
import { cost } from './cost.ts';
import { events } from './events.ts';
import { handler } from './handler.ts';
import { images } from './images.ts';
import { limits } from './limits.ts';
import { local } from './local.ts';
import { near } from './near.ts';
import { pages } from './pages.ts';
import { publicity } from './publicity.ts';
import { stock } from './stock.ts';
import { system } from './system.ts';

const SECTIONS = {
  capacity,
  pages,
  stock,
  limits,
  near,
  events,
  handler,
  bundles,
  images,
  publicity,
  system,
  local,
  cost,
};
type Section = keyof typeof SECTIONS;

const isSection = (name: string): name is Section => Object.hasOwn(SECTIONS, name);

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const quick = process.argv.includes('--quick');
const unknown = asked.filter((name) => !isSection(name));
if (unknown.length > 0) {
  console.error(`No section ${unknown.join(', ')}: choose of ${Object.keys(SECTIONS).join(', ')}.`);
  process.exit(2);
}

// The engines field says which Node is enough.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

console.log(
  `Node ${process.versions.node}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, ${new Date().toISOString().slice(0, 10)}${quick ? ', --quick' : ''}`,
);
for (const section of asked.length > 0 ? asked.filter(isSection) : (Object.keys(SECTIONS) as Section[])) {
  console.log(`\n## ${section}\n`);
  console.log(await SECTIONS[section]({ quick }));
}
process.exit(0);
