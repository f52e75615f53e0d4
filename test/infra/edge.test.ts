import { beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '#infra/build/all-routes.ts';
import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';
import { EDGE_HEADER, VIEWER_HEADER } from '#shared/http/serve.ts';
import { type Assembly, readAssembly, statementsOf } from './assembly.ts';

/** Policies that AWS keeps, by their ids. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const BEHAVIORS_OF_A_DISTRIBUTION = 25;
const EVERY_METHOD = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

type Behavior = {
  PathPattern?: string;
  TargetOriginId: string;
  AllowedMethods: string[];
  CachedMethods?: string[];
  CachePolicyId: string | { Ref: string };
  OriginRequestPolicyId?: string;
  ResponseHeadersPolicyId: { Ref: string };
  FunctionAssociations?: { EventType: string; FunctionARN: { 'Fn::GetAtt': [string, string] } }[];
  Compress: boolean;
};
type Origin = {
  Id: string;
  DomainName: unknown;
  OriginAccessControlId?: unknown;
  OriginCustomHeaders?: { HeaderName: string; HeaderValue: unknown }[];
};
type Distribution = {
  DistributionConfig: {
    DefaultCacheBehavior: Behavior;
    CacheBehaviors: Behavior[];
    Origins: Origin[];
    CustomErrorResponses: { ErrorCachingMinTTL: number }[];
    WebACLId?: string;
  };
};

let assembly: Assembly;
beforeAll(async () => {
  assembly = readAssembly((await ensureSynthesized({ log: () => {} })).outDir);
});

const config = (): Distribution['DistributionConfig'] => {
  const [distribution] = assembly.resources<Distribution>('AWS::CloudFront::Distribution');
  if (!distribution) throw new Error('There is no distribution.');
  return distribution.properties.DistributionConfig;
};

const behaviors = (): Behavior[] => [...config().CacheBehaviors, config().DefaultCacheBehavior];
const ofApi = (): Behavior[] => {
  const { TargetOriginId } = config().DefaultCacheBehavior;
  return behaviors().filter((behavior) => behavior.TargetOriginId === TargetOriginId);
};
const media = (): Behavior => {
  const [found] = config().CacheBehaviors.filter(({ PathPattern }) => PathPattern === 'media/*');
  if (!found) throw new Error('There is no behavior of media.');
  return found;
};

const matches = (pathPattern: string, path: string): boolean => {
  const pattern = pathPattern.replace(/^\//, '').replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^/${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(path);
};
/** The behavior that CloudFront takes for a path: the first that matches, or the default. */
const behaviorOf = (path: string): Behavior =>
  config().CacheBehaviors.find(({ PathPattern }) => matches(PathPattern ?? '', path)) ?? config().DefaultCacheBehavior;

const EXAMPLES: Record<string, string> = { code: '37', asset: 'swagger-ui.css', image: 'img_1', booth: 'A-12' };
const exampleOf = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => EXAMPLES[name] ?? '01JC0Z7Q');
const reads = (access: 'public' | 'signed-in'): string[] =>
  allRoutes.filter((route) => route.method === 'GET' && route.access === access).map(({ path }) => path);

const cachePolicyOf = ({ CachePolicyId }: Behavior): unknown =>
  assembly
    .resources<{ CachePolicyConfig: Record<string, unknown> }>('AWS::CloudFront::CachePolicy')
    .find(({ id }) => typeof CachePolicyId === 'object' && id === CachePolicyId.Ref)?.properties.CachePolicyConfig;

const responseHeadersOf = ({ ResponseHeadersPolicyId: { Ref } }: Behavior) =>
  assembly
    .resources<{ ResponseHeadersPolicyConfig: Record<string, unknown> }>('AWS::CloudFront::ResponseHeadersPolicy')
    .find(({ id }) => id === Ref)?.properties.ResponseHeadersPolicyConfig;

describe('what the edge carries', () => {
  it('is every method of the API, with every header of the viewer but Host, Authorization among them', () => {
    for (const { AllowedMethods, OriginRequestPolicyId } of ofApi()) {
      expect([...AllowedMethods].sort()).toEqual(EVERY_METHOD);
      expect(OriginRequestPolicyId).toBe(ALL_VIEWER_EXCEPT_HOST_HEADER);
    }
    expect(ofApi()).toHaveLength(behaviors().length - 1);
  });

  it('comes to the API with the secret of the edge, which the template names and does not hold', () => {
    const { DefaultCacheBehavior, Origins } = config();
    const [api] = Origins.filter(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId);
    const [sent] = api?.OriginCustomHeaders ?? [];
    expect(api?.OriginCustomHeaders).toHaveLength(1);
    expect(sent?.HeaderName).toBe(EDGE_HEADER);
    const [first] = assembly.resources('AWS::SecretsManager::Secret');
    expect(sent?.HeaderValue).toEqual({
      'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: first?.id }, ':SecretString:::}}']],
    });
  });

  it('fits into the behaviors that a distribution may have', () => {
    expect(config().CacheBehaviors.length).toBeLessThanOrEqual(BEHAVIORS_OF_A_DISTRIBUTION);
  });
});

describe('the cache of the edge', () => {
  it.each(reads('signed-in'))('keeps nothing of %s, which needs a token', (path) => {
    const behavior = behaviorOf(exampleOf(path));
    expect([path, behavior.CachePolicyId]).toEqual([path, CACHING_DISABLED]);
  });

  it.each(reads('public'))('keeps %s as long as the API says', (path) => {
    const behavior = behaviorOf(exampleOf(path));
    expect([path, cachePolicyOf(behavior)]).toEqual([path, expect.objectContaining({ MinTTL: 0, DefaultTTL: 0 })]);
  });

  it('keeps nothing of a path that no route has', () => {
    for (const path of ['/', '/v1', '/v1/me/unknown', '/v1/reservations', '/v1/events/evt_1/registrations'])
      expect([path, behaviorOf(path).CachePolicyId]).toEqual([path, CACHING_DISABLED]);
  });

  it('has the path, the query and a language for its key: neither Origin, nor cookies, nor a token', () => {
    const policies = [...new Set(ofApi().map(({ CachePolicyId }) => JSON.stringify(CachePolicyId)))];
    expect(policies).toHaveLength(2);
    expect(cachePolicyOf(behaviorOf('/v1/products'))).toMatchObject({
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Accept-Language'] },
        QueryStringsConfig: { QueryStringBehavior: 'all' },
      },
    });
  });

  it('never keeps an answer to OPTIONS or to a write', () => {
    for (const { CachedMethods = ['GET', 'HEAD'] } of ofApi()) expect(CachedMethods).toEqual(['GET', 'HEAD']);
  });

  it('keeps no error', () => {
    for (const { ErrorCachingMinTTL } of config().CustomErrorResponses) expect(ErrorCachingMinTTL).toBe(0);
  });

  it('is asked after the function that makes Accept-Language vi or en and states the viewer’s address', () => {
    const [viewerRequest] = assembly.resources<{ FunctionCode: string; FunctionConfig: { Runtime: string } }>(
      'AWS::CloudFront::Function',
    );
    expect(viewerRequest?.properties.FunctionConfig.Runtime).toBe('cloudfront-js-2.0');
    expect(viewerRequest?.properties.FunctionCode).toContain(`'${VIEWER_HEADER}'`);
    for (const { FunctionAssociations } of ofApi()) {
      expect(FunctionAssociations).toEqual([
        { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [viewerRequest?.id, 'FunctionARN'] } },
      ]);
    }
  });

  it('compresses what it keeps, and leaves what it does not, whose ETags have to stay strong', () => {
    for (const { CachePolicyId, Compress } of ofApi()) expect(Compress).toBe(CachePolicyId !== CACHING_DISABLED);
  });
});

describe('pages of other origins', () => {
  it('get the same CORS headers from the edge as from the API, whoever asked first', () => {
    const [api] = assembly.resources<{ CorsConfiguration: Record<string, unknown> }>('AWS::ApiGatewayV2::Api');
    const cors = api?.properties.CorsConfiguration;
    expect(cors).toMatchObject({ AllowOrigins: ['*'], AllowMethods: ['*'], MaxAge: 3_600 });
    for (const behavior of ofApi()) {
      expect(responseHeadersOf(behavior)?.CorsConfig).toEqual({
        AccessControlAllowCredentials: false,
        AccessControlAllowHeaders: { Items: cors?.AllowHeaders },
        AccessControlAllowMethods: { Items: ['ALL'] },
        AccessControlAllowOrigins: { Items: ['*'] },
        AccessControlExposeHeaders: { Items: cors?.ExposeHeaders },
        AccessControlMaxAgeSec: 3_600,
        OriginOverride: true,
      });
    }
  });

  it('get security headers with everything', () => {
    for (const behavior of behaviors()) {
      expect(responseHeadersOf(behavior)?.SecurityHeadersConfig).toMatchObject({
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY' },
        StrictTransportSecurity: { IncludeSubdomains: true },
      });
    }
  });
});

describe('media at the edge', () => {
  it('are read only, and neither a token nor a cookie goes to their bucket', () => {
    expect(media().AllowedMethods).toEqual(['GET', 'HEAD', 'OPTIONS']);
    expect(media().OriginRequestPolicyId).toBeUndefined();
  });

  it('are kept for three minutes at most, by their path alone and as they are', () => {
    expect(cachePolicyOf(media())).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 180,
      MaxTTL: 180,
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        EnableAcceptEncodingBrotli: false,
        EnableAcceptEncodingGzip: false,
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
      },
    });
    expect(media().Compress).toBe(false);
  });

  it('are read from the media bucket, and what was uploaded from nowhere', () => {
    const { DefaultCacheBehavior, Origins } = config();
    const [bucket] = Origins.filter(({ Id }) => Id === media().TargetOriginId);
    expect(JSON.stringify(bucket?.DomainName)).toMatch(/GetAttMedia[0-9A-F]{8}RegionalDomainName/);
    expect(bucket?.OriginAccessControlId).toBeDefined();
    const [api] = Origins.filter(({ Id }) => Id === DefaultCacheBehavior.TargetOriginId);
    expect(JSON.stringify(api?.DomainName)).toContain('.execute-api.');
    expect(Origins).toHaveLength(2);
  });

  it('are all that the edge may read of buckets', () => {
    const admitted = assembly
      .resources<Parameters<typeof statementsOf>[0] & { Bucket: { Ref: string } }>('AWS::S3::BucketPolicy')
      .flatMap(({ properties }) =>
        statementsOf(properties)
          .filter(({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('cloudfront'))
          .map(({ Action, Resource }) => [properties.Bucket.Ref, Action, Resource]),
      );
    const [bucket] = assembly.resources('AWS::S3::Bucket').filter(({ id }) => id.startsWith('Media'));
    const objects = { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket?.id, 'Arn'] }, '/media/*']] };
    expect(admitted).toEqual([[bucket?.id, ['s3:GetObject'], [objects]]]);
  });

  it('are named by every function with the address of the edge', () => {
    const functions = assembly.resources<{ Environment: { Variables: Record<string, unknown> } }>(
      'AWS::Lambda::Function',
    );
    const [distribution] = assembly.resources('AWS::CloudFront::Distribution');
    const address = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [distribution?.id, 'DomainName'] }]] };
    for (const { id, properties } of functions)
      expect([id, properties.Environment.Variables.MEDIA_URL]).toEqual([id, address]);
  });
});
