export { createDynamo } from './dynamo.ts';
export { createEdgeHandler } from './edge.ts';
export {
  defaultTokenSeconds,
  issueToken,
  loadSigningKey,
  localClientId,
  localIssuer,
  localRegion,
  type SigningKey,
} from './identity.ts';
export { main } from './main.ts';
export { StartProblem } from './problem.ts';
export type { RunningSystem } from './served.ts';
export { sweepExpired } from './ttl.ts';
