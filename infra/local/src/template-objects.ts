import { functionArnIn, isObject, type Json, type JsonObject, type Placed, type Resolver } from './resolver.ts';
import type { CorsRule, LocalBucket } from './s3/object-store.ts';

export type LocalBucketSource = LocalBucket & {
  /** Whether it sends events of its objects to the event bus. */
  emitsEvents: boolean;
};
/** Paths that the edge serves from a bucket instead of the API, with the headers of its policy. */
export type EdgeObjects = { pathPattern: string; bucket: string; methods: string[]; headers: [string, string][] };
export type LocalEdge = {
  domainName: string;
  objects: EdgeObjects[];
  /** Headers that the edge adds to a request for the API. */
  apiHeaders: [name: string, value: string][];
};
export type LocalRule = {
  name: string;
  pattern: Record<string, unknown>;
  functionArn: string;
  maximumRetries: number;
  /** The queue that takes what the function failed at for good. */
  deadLetterQueue?: string;
};

const defaultRetries = 2;

const list = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const part = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
// Only the needed values are resolved: others can refer to resources without a local meaning.
const resolved = (resolver: Resolver, { stack, resource }: Placed, ...names: string[]): JsonObject =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = resource.Properties?.[name];
      return value === undefined ? [] : [[name, resolver.resolve(stack, value)]];
    }),
  );
const texts = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

const corsRule = (rule: JsonObject): CorsRule => ({
  origins: texts(rule.AllowedOrigins),
  methods: texts(rule.AllowedMethods),
  headers: texts(rule.AllowedHeaders),
  exposed: texts(rule.ExposedHeaders),
  ...(rule.MaxAge === undefined ? {} : { maxAge: Number(rule.MaxAge) }),
});

/** The buckets with their CORS rules and their expiry in days. */
export const readBuckets = (resolver: Resolver, all: Placed[], notServed: string[]): LocalBucketSource[] =>
  all.flatMap((placed): LocalBucketSource[] => {
    if (placed.resource.Type !== 'AWS::S3::Bucket') return [];
    const properties = resolved(
      resolver,
      placed,
      'CorsConfiguration',
      'LifecycleConfiguration',
      'NotificationConfiguration',
    );
    const { EventBridgeConfiguration: events, ...otherNotifications } = part(properties.NotificationConfiguration);
    if (Object.keys(otherNotifications).length > 0)
      notServed.push(`notifications of ${placed.logicalId} past EventBridge`);
    const days = list(part(properties.LifecycleConfiguration).Rules).flatMap((rule) => {
      if (rule.Status !== 'Enabled' || rule.ExpirationInDays === undefined) return [];
      if (rule.Prefix === undefined && rule.TagFilters === undefined) return [Number(rule.ExpirationInDays)];
      notServed.push(`an expiry of some objects of ${placed.logicalId}`);
      return [];
    });
    return [
      {
        name: resolver.nameOf(placed),
        cors: list(part(properties.CorsConfiguration).CorsRules).map(corsRule),
        ...(days.length > 0 ? { expireAfterDays: Math.min(...days) } : {}),
        emitsEvents: isObject(events) && events.EventBridgeEnabled !== false,
      },
    ];
  });

// Without Strict-Transport-Security, because this machine serves plain HTTP.
const securityHeaders = (policy: JsonObject): [string, string][] => {
  const { ContentTypeOptions, FrameOptions, ReferrerPolicy, ContentSecurityPolicy } = policy;
  const headers: [string, Json | undefined][] = [
    ['x-content-type-options', isObject(ContentTypeOptions) ? 'nosniff' : undefined],
    ['x-frame-options', part(FrameOptions).FrameOption],
    ['referrer-policy', part(ReferrerPolicy).ReferrerPolicy],
    ['content-security-policy', part(ContentSecurityPolicy).ContentSecurityPolicy],
  ];
  return headers.flatMap(([name, value]): [string, string][] => (value ? [[name, String(value)]] : []));
};

/** The distribution of the API: its name, and the paths that it serves from a bucket, in order of precedence. */
export const readEdge = (resolver: Resolver, all: Placed[], buckets: LocalBucketSource[]): LocalEdge | undefined => {
  const distributions = all.filter(({ resource }) => resource.Type === 'AWS::CloudFront::Distribution');
  const [placed] = distributions;
  if (!placed) return undefined;
  if (distributions.length > 1) {
    throw new Error(`The template has ${distributions.length} distributions; this machine serves one at most`);
  }
  const { stack, logicalId } = placed;
  const config = part(placed.resource.Properties?.DistributionConfig);
  const bucketOf = (originId: Json | undefined): string | undefined => {
    const origin = list(config.Origins).find(({ Id }) => Id === originId);
    const domain = origin && resolver.text(stack, origin.DomainName);
    return buckets.find(({ name }) => domain?.startsWith(`${name}.s3.`))?.name;
  };
  const headersOf = (policyId: Json | undefined): [string, string][] => {
    if (policyId === undefined) return [];
    const name = resolver.text(stack, policyId);
    const policy = all.find(
      (other) => other.resource.Type === 'AWS::CloudFront::ResponseHeadersPolicy' && other.logicalId === name,
    );
    const { ResponseHeadersPolicyConfig: settings } = policy
      ? resolved(resolver, policy, 'ResponseHeadersPolicyConfig')
      : {};
    return securityHeaders(part(part(settings).SecurityHeadersConfig));
  };
  const apiOrigin = list(config.Origins).find(({ Id }) => Id === part(config.DefaultCacheBehavior).TargetOriginId);
  return {
    domainName: resolver.text(stack, { 'Fn::GetAtt': [logicalId, 'DomainName'] }),
    apiHeaders: list(apiOrigin?.OriginCustomHeaders).map((header) => [
      resolver.text(stack, header.HeaderName).toLowerCase(),
      resolver.text(stack, header.HeaderValue),
    ]),
    objects: list(config.CacheBehaviors).flatMap((behavior): EdgeObjects[] => {
      const bucket = bucketOf(behavior.TargetOriginId);
      if (bucket === undefined) return [];
      return [
        {
          pathPattern: String(behavior.PathPattern),
          bucket,
          methods: behavior.AllowedMethods === undefined ? ['GET', 'HEAD'] : texts(behavior.AllowedMethods),
          headers: headersOf(behavior.ResponseHeadersPolicyId),
        },
      ];
    }),
  };
};

/** The rules that deliver events of buckets to functions, with retries and dead-letter queues. */
export const readRules = (resolver: Resolver, all: Placed[], notServed: string[]): LocalRule[] => {
  const queueOf = (arn: Json | undefined): string | undefined =>
    typeof arn === 'string' ? /^arn:aws:sqs:[^:]*:[^:]*:(.+)$/.exec(arn)?.[1] : undefined;
  const failingOf = (functionArn: string): Pick<LocalRule, 'maximumRetries' | 'deadLetterQueue'> => {
    const name = functionArn.split(':').at(-1);
    const config = all
      .filter(({ resource }) => resource.Type === 'AWS::Lambda::EventInvokeConfig')
      .map((placed) => resolved(resolver, placed, 'DestinationConfig', 'FunctionName', 'MaximumRetryAttempts'))
      .find(({ FunctionName }) => FunctionName === name || FunctionName === functionArn);
    const queue = queueOf(part(part(config?.DestinationConfig).OnFailure).Destination);
    return {
      maximumRetries: Number(config?.MaximumRetryAttempts ?? defaultRetries),
      ...(queue === undefined ? {} : { deadLetterQueue: queue }),
    };
  };
  return all.flatMap((placed): LocalRule[] => {
    const { resource, logicalId } = placed;
    if (resource.Type !== 'AWS::Events::Rule' || resource.Properties?.EventPattern === undefined) return [];
    const { EventPattern, State, Targets } = resolved(resolver, placed, 'EventPattern', 'State', 'Targets');
    if (State === 'DISABLED') return [];
    const pattern = part(EventPattern);
    if (!texts(pattern.source).includes('aws.s3')) {
      notServed.push(`the event rule ${logicalId}`);
      return [];
    }
    return list(Targets).flatMap((target): LocalRule[] => {
      const targetArn = String(target.Arn);
      const isPlain = ['Input', 'InputPath', 'InputTransformer'].every((name) => target[name] === undefined);
      if (!targetArn.includes(':lambda:') || !isPlain) {
        notServed.push(`what the event rule ${logicalId} hands to ${targetArn}`);
        return [];
      }
      const functionArn = functionArnIn(targetArn);
      return [{ name: resolver.nameOf(placed), pattern, functionArn, ...failingOf(functionArn) }];
    });
  });
};
