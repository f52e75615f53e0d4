import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { localClientId, localRegion, localUserPoolId } from './identity.ts';

export const localAccountId = '000000000000';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };
type Resource = { Type: string; Properties?: JsonObject; Metadata?: JsonObject };
type Template = {
  Resources?: Record<string, Resource>;
  Outputs?: Record<string, { Value: Json; Export?: { Name: Json } }>;
  Parameters?: Record<string, { Default?: Json }>;
};
export type Stack = { name: string; template: Template };
export type Placed = { stack: Stack; logicalId: string; resource: Resource };

export const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:${localRegion}:${localAccountId}:${rest}`;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readJson = (path: string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;

const pseudoParameters: Record<string, string> = {
  'AWS::Region': localRegion,
  'AWS::AccountId': localAccountId,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

const nameProperties: Record<string, string> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Events::Rule': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
};

/** A secret of the template is a local text derived from its name; it protects nothing here. */
const withLocalSecrets = (text: string): string =>
  text.replace(/\{\{resolve:secretsmanager:([^{}]+?):SecretString:[^{}]*\}\}/g, (_, name: string) =>
    createHash('sha256').update(name).digest('hex'),
  );

/** Resolves CloudFormation's intrinsic functions to local values; throws with the name of an unresolvable one. */
export class Resolver {
  private readonly stacks: Stack[];

  constructor(stacks: Stack[]) {
    this.stacks = stacks;
  }

  resolve(stack: Stack, value: Json | undefined): Json {
    if (value === undefined) return null;
    if (typeof value === 'string') return withLocalSecrets(value);
    if (Array.isArray(value)) return value.map((item) => this.resolve(stack, item));
    if (!isObject(value)) return value;
    const keys = Object.keys(value);
    const key = keys[0];
    if (keys.length === 1 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'))) {
      return this.intrinsic(stack, key, value[key] ?? null);
    }
    return Object.fromEntries(keys.map((name) => [name, this.resolve(stack, value[name])]));
  }

  text(stack: Stack, value: Json | undefined): string {
    const resolved = this.resolve(stack, value);
    if (typeof resolved === 'string') return resolved;
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
    throw new Error(`${stack.name}: expected text where the template has ${JSON.stringify(value)}`);
  }

  texts(stack: Stack, value: Json | undefined): string[] {
    const resolved = this.resolve(stack, value);
    if (resolved === null) return [];
    return (Array.isArray(resolved) ? resolved : [resolved]).map((item) => this.text(stack, item));
  }

  nameOf({ stack, logicalId, resource }: Placed): string {
    const property = nameProperties[resource.Type];
    const given = property === undefined ? undefined : resource.Properties?.[property];
    if (given !== undefined) return this.text(stack, given);
    // Clients that follow S3's rules request no bucket with capitals.
    return resource.Type === 'AWS::S3::Bucket' ? logicalId.toLowerCase() : logicalId;
  }

  private find(stack: Stack, logicalId: string): Placed | undefined {
    const resource = stack.template.Resources?.[logicalId];
    return resource && { stack, logicalId, resource };
  }

  private intrinsic(stack: Stack, name: string, argument: Json): Json {
    const unresolvable = (): never => {
      throw new Error(`${stack.name}: cannot resolve ${JSON.stringify({ [name]: argument })} on this machine`);
    };
    switch (name) {
      case 'Ref':
        return this.ref(stack, String(argument)) ?? unresolvable();
      case 'Fn::GetAtt': {
        const [logicalId, ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
        return this.attribute(stack, logicalId ?? '', attribute.join('.')) ?? unresolvable();
      }
      case 'Fn::Join': {
        const [separator, parts] = Array.isArray(argument) ? argument : [];
        if (typeof separator !== 'string') return unresolvable();
        return withLocalSecrets(this.texts(stack, parts).join(separator));
      }
      case 'Fn::Sub':
        return this.substitute(stack, argument) ?? unresolvable();
      case 'Fn::Select': {
        const [index, list] = Array.isArray(argument) ? argument : [];
        return this.texts(stack, list)[Number(this.resolve(stack, index))] ?? unresolvable();
      }
      case 'Fn::Split': {
        const [separator, source] = Array.isArray(argument) ? argument : [];
        return typeof separator === 'string' ? this.text(stack, source).split(separator) : unresolvable();
      }
      case 'Fn::ImportValue':
        return this.imported(this.text(stack, argument)) ?? unresolvable();
      default:
        return unresolvable();
    }
  }

  private ref(stack: Stack, logicalId: string): string | undefined {
    if (logicalId in pseudoParameters) return pseudoParameters[logicalId];
    if (logicalId === 'AWS::StackName') return stack.name;
    if (logicalId === 'AWS::StackId') return arn('cloudformation', `stack/${stack.name}/local`);
    const parameter = stack.template.Parameters?.[logicalId];
    if (parameter) return parameter.Default === undefined ? undefined : this.text(stack, parameter.Default);
    const placed = this.find(stack, logicalId);
    if (!placed) return undefined;
    switch (placed.resource.Type) {
      case 'AWS::Cognito::UserPool':
        return localUserPoolId;
      case 'AWS::Cognito::UserPoolClient':
        return localClientId;
      case 'AWS::SQS::Queue':
        return `https://sqs.${localRegion}.amazonaws.com/${localAccountId}/${this.nameOf(placed)}`;
      case 'AWS::SNS::Topic':
        return arn('sns', this.nameOf(placed));
      case 'AWS::SecretsManager::Secret':
        return arn('secretsmanager', `secret:${this.nameOf(placed)}`);
      case 'AWS::Lambda::Alias':
      case 'AWS::Lambda::Version':
        return this.text(stack, placed.resource.Properties?.FunctionName);
      default:
        return this.nameOf(placed);
    }
  }

  private attribute(stack: Stack, logicalId: string, attribute: string): string | undefined {
    const placed = this.find(stack, logicalId);
    if (!placed) return undefined;
    const name = this.nameOf(placed);
    switch (`${placed.resource.Type} ${attribute}`) {
      case 'AWS::DynamoDB::Table Arn':
      case 'AWS::DynamoDB::GlobalTable Arn':
        return arn('dynamodb', `table/${name}`);
      case 'AWS::DynamoDB::Table StreamArn':
      case 'AWS::DynamoDB::GlobalTable StreamArn':
        return arn('dynamodb', `table/${name}/stream/local`);
      case 'AWS::Lambda::Function Arn':
        return name.startsWith('arn:') ? name : arn('lambda', `function:${name}`);
      case 'AWS::Cognito::UserPool Arn':
        return arn('cognito-idp', `userpool/${localUserPoolId}`);
      case 'AWS::Cognito::UserPool UserPoolId':
        return localUserPoolId;
      case 'AWS::Cognito::UserPool ProviderName':
        return `cognito-idp.${localRegion}.amazonaws.com/${localUserPoolId}`;
      case 'AWS::Cognito::UserPool ProviderURL':
        return `https://cognito-idp.${localRegion}.amazonaws.com/${localUserPoolId}`;
      case 'AWS::Cognito::UserPoolClient ClientId':
        return localClientId;
      case 'AWS::S3::Bucket Arn':
        return `arn:aws:s3:::${name}`;
      case 'AWS::S3::Bucket RegionalDomainName':
        return `${name}.s3.${localRegion}.amazonaws.com`;
      case 'AWS::CloudFront::Distribution DomainName':
        return `${name.toLowerCase()}.cloudfront.net`;
      case 'AWS::SQS::Queue Arn':
        return arn('sqs', name);
      case 'AWS::SQS::Queue QueueName':
        return name;
      case 'AWS::SNS::Topic TopicName':
        return name;
      case 'AWS::Logs::LogGroup Arn':
        return arn('logs', `log-group:${name}:*`);
      case 'AWS::IAM::Role Arn':
        return `arn:aws:iam::${localAccountId}:role/${name}`;
      case 'AWS::ApiGatewayV2::Api ApiId':
        return name;
      case 'AWS::ApiGatewayV2::Api ApiEndpoint':
        return `https://${name}.execute-api.${localRegion}.amazonaws.com`;
      default:
        return undefined;
    }
  }

  private substitute(stack: Stack, argument: Json): string | undefined {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof template !== 'string') return undefined;
    let complete = true;
    const text = template.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const given = isObject(variables) ? variables[name] : undefined;
      if (given !== undefined) return this.text(stack, given);
      const [logicalId, ...attribute] = name.split('.');
      const value =
        attribute.length > 0 ? this.attribute(stack, logicalId ?? '', attribute.join('.')) : this.ref(stack, name);
      if (value === undefined) complete = false;
      return value ?? '';
    });
    return complete ? text : undefined;
  }

  private imported(exportName: string): string | undefined {
    for (const stack of this.stacks) {
      for (const output of Object.values(stack.template.Outputs ?? {})) {
        if (output.Export && this.text(stack, output.Export.Name) === exportName) return this.text(stack, output.Value);
      }
    }
    return undefined;
  }
}

/** The function ARN in a text, without a version or an integration's additions. */
export const functionArnIn = (text: string): string => {
  const match = /arn:aws:lambda:[^:]*:[^:]*:function:[^:/]+/.exec(text);
  if (!match) throw new Error(`${text} does not name a function`);
  return match[0];
};

const readStacks = (outDir: string): Stack[] => {
  const manifest = readJson(join(outDir, 'manifest.json'));
  const artifacts = isObject(manifest) && isObject(manifest.artifacts) ? manifest.artifacts : {};
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    if (!isObject(artifact) || artifact.type !== 'aws:cloudformation:stack' || !isObject(artifact.properties))
      return [];
    const { templateFile, stackName } = artifact.properties;
    if (typeof templateFile !== 'string') throw new Error(`The stack ${id} has no template in ${outDir}`);
    const template = readJson(join(outDir, templateFile)) as Template;
    return [{ name: typeof stackName === 'string' ? stackName : id, template }];
  });
};

/** The folder of each asset, by the object key in the template. */
const readAssets = (outDir: string): Map<string, string> => {
  const assets = new Map<string, string>();
  const manifest = readJson(join(outDir, 'manifest.json'));
  const artifacts = isObject(manifest) && isObject(manifest.artifacts) ? manifest.artifacts : {};
  for (const artifact of Object.values(artifacts)) {
    if (!isObject(artifact) || artifact.type !== 'cdk:asset-manifest' || !isObject(artifact.properties)) continue;
    const list = readJson(join(outDir, String(artifact.properties.file)));
    const files = isObject(list) && isObject(list.files) ? list.files : {};
    for (const file of Object.values(files)) {
      if (!isObject(file) || !isObject(file.source) || !isObject(file.destinations)) continue;
      for (const destination of Object.values(file.destinations)) {
        if (isObject(destination)) assets.set(String(destination.objectKey), resolve(outDir, String(file.source.path)));
      }
    }
  }
  return assets;
};

export type ReadAssembly = { resolver: Resolver; placed: Placed[]; assets: Map<string, string> };

/** Every resource of all stacks of a cloud assembly, with resolved values and the folders of assets. */
export const readAssembly = (outDir: string): ReadAssembly => {
  const stacks = readStacks(outDir);
  return {
    resolver: new Resolver(stacks),
    placed: stacks.flatMap((stack) =>
      Object.entries(stack.template.Resources ?? {}).map(([logicalId, resource]) => ({ stack, logicalId, resource })),
    ),
    assets: readAssets(outDir),
  };
};
