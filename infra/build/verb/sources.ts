import type { Audience, VerbDocument } from './documents.ts';

/** A verb to write: `name` in kebab case, `operationId` in camel case, `action` the last segment of its path. */
export type Verb = {
  document: VerbDocument;
  name: string;
  operationId: string;
  action: string;
  path: string;
  audience: Audience;
};

/** The loader of the audience; the arguments of a verb are checked before. */
const loaderOf = ({ document, audience }: Verb) => {
  const loader = document.loaders[audience];
  if (!loader) throw new Error(`no loader for ${audience}`);
  return loader;
};

const auditAction = ({ document, action }: Verb): string => `${document.subject}.${action}`;
const caller = ({ audience }: Verb): string => (audience === 'officers' ? 'OFFICER' : 'OWNER');
const words = (name: string): string => name.replaceAll('-', ' ');
const sentence = (name: string): string => words(name).replace(/^./, (first) => first.toUpperCase());
const texts = (values: readonly string[]): string => `[${values.map((value) => `'${value}'`).join(', ')}]`;

/** The pure decision: the states that allow it, and the changed document. */
export const decisionSource = ({ document: { decision, verbNames, noun }, name, operationId }: Verb): string => {
  const transition = name.replaceAll('-', '_').toUpperCase();
  const [variable = ''] = decision.parameters.split(':');
  return `import type { Attribution } from '#shared/domain/access/attribution.ts';
import type { Transition } from '#shared/domain/transition.ts';
import * as messages from './messages.ts';
${decision.imports.join('\n')}

const ${transition} = {
  verb: messages.${verbNames}.${operationId},
  from: ${texts(decision.states)},
  to: ${texts(decision.states)},
} as const satisfies Transition<${decision.stateType}>;

/** The ${noun} after \`${name}\`; 409 \`state_conflict\` if its state does not allow it. */
export const ${operationId} = (${decision.parameters}): ${decision.type} => {
  ${decision.guard(transition)};
  return { ...${variable}, updatedAt: at };
};
`;
};

/** The verb: authorises, loads, decides and saves. */
export const serviceSource = (verb: Verb): string => {
  const { document, name, operationId, audience } = verb;
  const details = `{ action: '${auditAction(verb)}', reason }`;
  return `import { ${operationId} as decide } from '#shared/domain/${document.feature}/${name}.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
${loaderOf(verb).import}
${document.save.imports.join('\n')}

/** ${sentence(name)}: a change of a ${document.noun} by ${audience}. */
export const ${operationId} = async (context: Context, id: string, reason: string | undefined) => {
  ${loaderOf(verb).statement}
  requireExpected(context, ${document.stored});
  const after = decide(${document.decision.arguments});
  return ${document.save.call(details)};
};
`;
};

/** The route, as a value in the object of its resource. */
export const routeSource = ({ document, operationId, path }: Verb): string => `signedInRoute({
  method: 'POST',
  path: '${path}',
  ${document.ifMatch ? 'ifMatch: true,' : ''}
  body: OptionalReason,
  run: (context, { id, body }) => ${operationId}(context, id, body?.reason),
  respond: working,
})`;

/** The description of the operation. */
export const contractSource = ({ document: { contract }, name, audience }: Verb): string => `{
  tag: '${contract.tag[audience]}',
  summary: '${sentence(name)}',
  problems: [403, 409],
  responses: { 200: { description: 'The working copy', schema: ${contract.schema} } },
}`;

/** The case of the route, for the tests that call every route. */
export const caseSource = (verb: Verb): string => `{
  audience: '${verb.document.cases.audience[verb.audience]}',
  scenes: ${verb.document.cases.scenes(verb.action, caller(verb))},
}`;

/** The name of the verb in the text of a 409: neutral words that are correct for every verb. */
export const VERB_NAME_SOURCE = `{ vi: 'thực hiện thao tác này', en: 'do this with' }`;

/** The test of the verb. */
export const testSource = (verb: Verb): string => {
  const { document, name, operationId, path } = verb;
  const { imports, given, ending } = document.test;
  const people = [...new Set(['OFFICER', caller(verb), ending.caller])].sort().join(', ');
  const address = path.replace('{', '${');
  return `import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, ${people}, startApi } from '#test/support/api.ts';
import { expectProblem } from '#test/support/responses.ts';
${imports.join('\n')}

let api: Api;
beforeAll(async () => {
  api = await startApi({ stream: false });
});
afterAll(() => api.stop());

it('${name} is recorded in the audit of the ${document.noun}, and refused once the ${document.noun} is ${ending.state}', async () => {
  ${given}
  const headers = { 'if-match': '*' };
  const ${operationId} = () => api.ask('POST', \`${address}\`, { as: ${caller(verb)}, headers });
  const reply = await ${operationId}();
  expect(reply.status, reply.text).toBe(200);
  const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } });
  expect(audit.body.items[0]).toMatchObject({ action: '${auditAction(verb)}', actor: ${caller(verb)} });

  const body = { reason: 'Kiểm tra' };
  const ending = await api.ask('POST', \`${address.replace(/[^/]+$/, ending.action)}\`, { as: ${ending.caller}, headers, body });
  expect(ending.status, ending.text).toBe(200);
  expectProblem(await ${operationId}(), 409, 'state_conflict');
});
`;
};
