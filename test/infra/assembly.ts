import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Resource = { Type: string; DeletionPolicy?: string; Properties: Record<string, unknown> };
export type Template = { Resources: Record<string, Resource> };
export type Statement = {
  Effect: string;
  Action: string[];
  Resource: unknown[];
  Principal?: unknown;
  Condition?: unknown;
};
export type Found<P> = { id: string; stack: string; deletionPolicy: string | undefined; properties: P };

/** Every resource of all stacks of a synthesized assembly. */
export type Assembly = {
  outDir: string;
  /** The resources of one CloudFormation type, with their properties as `P`. */
  resources: <P = Record<string, unknown>>(type: string) => Found<P>[];
};

export const readAssembly = (outDir: string): Assembly => {
  const manifest = JSON.parse(readFileSync(join(outDir, 'manifest.json'), 'utf8')) as {
    artifacts: Record<string, { type: string; properties: { templateFile: string } }>;
  };
  const templates = Object.entries(manifest.artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([stack, { properties }]) => ({
      stack,
      template: JSON.parse(readFileSync(join(outDir, properties.templateFile), 'utf8')) as Template,
    }));
  const resources = <P>(type: string): Found<P>[] =>
    templates.flatMap(({ stack, template }) =>
      Object.entries(template.Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([id, resource]) => ({
          id,
          stack,
          deletionPolicy: resource.DeletionPolicy,
          properties: resource.Properties as P,
        })),
    );
  return { outDir, resources };
};

type PolicyProperties = {
  PolicyDocument: {
    Statement: { Effect: string; Action: string | string[]; Resource: unknown; Principal?: unknown }[];
  };
};

const listed = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** The statements of a policy with their actions and resources as lists. */
export const statementsOf = ({ PolicyDocument }: PolicyProperties): Statement[] =>
  PolicyDocument.Statement.map((statement) => ({
    ...statement,
    Action: listed(statement.Action),
    Resource: listed(statement.Resource),
  }));

/** The statements of the policies that are attached to a role, by the role's logical id. */
export const statementsOfRole = (assembly: Assembly, roleId: string): Statement[] =>
  assembly
    .resources<PolicyProperties & { Roles?: { Ref: string }[] }>('AWS::IAM::Policy')
    .filter(({ properties }) => properties.Roles?.some(({ Ref }) => Ref === roleId))
    .flatMap(({ properties }) => statementsOf(properties));
