import { fileURLToPath } from 'node:url';
import { Annotations, Aws, CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Function as CloudFrontFunction,
  Distribution,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { MEDIA_PREFIX } from '#shared/domain/images/renditions.ts';
import type { Route } from '#shared/http/route.ts';
import { EDGE_HEADER } from '#shared/http/serve.ts';
import { MEDIA_EDGE_SECONDS } from '#shared/platform/limits.ts';
import { CORS } from './cors.ts';
import { edgeBehaviors } from './edge-behaviors.ts';

const NEVER_CACHED_STATUSES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

const VIEWER_REQUEST = fileURLToPath(new URL('../edge/viewer-request.js', import.meta.url));

export type EdgeProps = {
  api: HttpApi;
  /** Every route of the API, from which the cached paths are derived. */
  routes: readonly Route[];
  /** The secret that the edge sends to the API. */
  secret: string;
  media: IBucket;
  accessLogs: IBucket;
  /** The firewall of the edge, in us-east-1. */
  webAclArn?: string | undefined;
};

/**
 * The only public address of the system: media and public reads of the API from the cache, everything else of the API
 * uncached.
 */
export class Edge extends Construct {
  /** The origin of media addresses in responses, without a trailing slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, { api, routes, secret, media, accessLogs, webAclArn }: EdgeProps) {
    super(scope, id);
    const reads = new CachePolicy(this, 'Reads', {
      comment: 'As long as the origin says; not at all when it says nothing.',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(1),
      queryStringBehavior: CacheQueryStringBehavior.all(),
      headerBehavior: CacheHeaderBehavior.allowList('Accept-Language'),
      cookieBehavior: CacheCookieBehavior.none(),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    });
    const mediaReads = new CachePolicy(this, 'MediaReads', {
      comment: 'Browsers keep an image as long as it says; the edge ends with its copy, because publicity can end.',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(MEDIA_EDGE_SECONDS),
      maxTtl: Duration.seconds(MEDIA_EDGE_SECONDS),
      queryStringBehavior: CacheQueryStringBehavior.none(),
      headerBehavior: CacheHeaderBehavior.none(),
      cookieBehavior: CacheCookieBehavior.none(),
    });
    const securityHeadersBehavior = {
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: true,
        override: true,
      },
    };
    const securityHeaders = new ResponseHeadersPolicy(this, 'SecurityHeaders', { securityHeadersBehavior });
    const apiHeaders = new ResponseHeadersPolicy(this, 'ApiHeaders', {
      securityHeadersBehavior,
      // `Origin` is not in the cache key, so the API's CORS headers can belong to another page's request.
      corsBehavior: {
        accessControlAllowCredentials: false,
        accessControlAllowHeaders: CORS.requestHeaders,
        accessControlAllowMethods: ['ALL'],
        accessControlAllowOrigins: CORS.origins,
        accessControlExposeHeaders: CORS.responseHeaders,
        accessControlMaxAge: CORS.maxAge,
        originOverride: true,
      },
    });
    const viewerRequest = new CloudFrontFunction(this, 'ViewerRequest', {
      comment: 'Accept-Language becomes vi or en; the API learns the address of the viewer.',
      code: FunctionCode.fromFile({ filePath: VIEWER_REQUEST }),
      runtime: FunctionRuntime.JS_2_0,
    });
    const toApi = {
      origin: new HttpOrigin(`${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
        customHeaders: { [EDGE_HEADER]: secret },
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: apiHeaders,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [{ function: viewerRequest, eventType: FunctionEventType.VIEWER_REQUEST }],
    };
    // Not compressed, because a working copy's ETag must stay strong for If-Match.
    const uncached = { ...toApi, cachePolicy: CachePolicy.CACHING_DISABLED, compress: false };
    const cached = { ...toApi, cachePolicy: reads };
    // Imported, because the bucket's own policy already allows CloudFront.
    const mediaBucket = Bucket.fromBucketAttributes(this, 'MediaBucket', {
      bucketArn: media.bucketArn,
      bucketRegionalDomainName: media.bucketRegionalDomainName,
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'OCOP: media and the API',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_200,
      ...(webAclArn !== undefined && { webAclId: webAclArn }),
      defaultBehavior: uncached,
      additionalBehaviors: {
        [`${MEDIA_PREFIX}*`]: {
          origin: S3BucketOrigin.withOriginAccessControl(mediaBucket),
          viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
          responseHeadersPolicy: securityHeaders,
          allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
          cachePolicy: mediaReads,
          // Images are compressed already.
          compress: false,
        },
        ...Object.fromEntries(
          edgeBehaviors(routes).map((behavior) => [behavior.pathPattern, behavior.cached ? cached : uncached]),
        ),
      },
      errorResponses: NEVER_CACHED_STATUSES.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      logBucket: accessLogs,
      logFilePrefix: 'cloudfront/',
    });
    Annotations.of(distribution).acknowledgeWarning(
      '@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
      "The bucket's own policy admits CloudFront.",
    );
    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'Vietnamese goods are for buyers in every country.' },
      {
        id: 'AwsSolutions-CFR2',
        reason:
          'The firewall is an option with a price (docs/cost.md); without it, the gateway throttles each class of routes.',
      },
      {
        id: 'AwsSolutions-CFR4',
        reason: "Without a domain of its own it bears CloudFront's certificate, whose TLS floor nobody can raise.",
      },
    );
    new CfnOutput(this, 'DistributionId', { value: distribution.distributionId }).overrideLogicalId(
      'EdgeDistributionId',
    );
    this.url = `https://${distribution.distributionDomainName}`;
    new CfnOutput(this, 'DomainName', { value: distribution.distributionDomainName }).overrideLogicalId(
      'EdgeDomainName',
    );
  }
}
