import { Aws, CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { MEDIA_PREFIX } from '../../shared/domain/images/renditions.ts';

const NEVER_CACHED_STATUSES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

export type EdgeProps = { api: HttpApi; media: IBucket; accessLogs: IBucket };

/**
 * Media and anonymous reads near their readers. It forwards neither Authorization nor cookies and takes no writes:
 * whoever signs in calls the API's own address, so nothing personal can enter a cache.
 */
export class Edge extends Construct {
  /** The address that what functions tell of media begins with; no slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, { api, media, accessLogs }: EdgeProps) {
    super(scope, id);
    const reads = new CachePolicy(this, 'Reads', {
      comment: 'As long as the origin says; not at all when it says nothing.',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(1),
      queryStringBehavior: CacheQueryStringBehavior.all(),
      headerBehavior: CacheHeaderBehavior.allowList('Accept-Language', 'Origin'),
      cookieBehavior: CacheCookieBehavior.none(),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    });
    const mediaReads = new CachePolicy(this, 'MediaReads', {
      comment: 'Browsers keep an image as long as it says; a deleted one leaves the edges within a day.',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.days(1),
      maxTtl: Duration.days(1),
      queryStringBehavior: CacheQueryStringBehavior.none(),
      headerBehavior: CacheHeaderBehavior.none(),
      cookieBehavior: CacheCookieBehavior.none(),
    });
    const securityHeaders = new ResponseHeadersPolicy(this, 'SecurityHeaders', {
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
    });
    const common = {
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: securityHeaders,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
    };
    // Imported, because the bucket's own policy admits CloudFront already.
    const mediaBucket = Bucket.fromBucketAttributes(this, 'MediaBucket', {
      bucketArn: media.bucketArn,
      bucketRegionalDomainName: media.bucketRegionalDomainName,
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'OCOP: media and anonymous reads',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_200,
      defaultBehavior: {
        ...common,
        origin: new HttpOrigin(`${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`),
        cachePolicy: reads,
      },
      additionalBehaviors: {
        [`${MEDIA_PREFIX}*`]: {
          ...common,
          origin: S3BucketOrigin.withOriginAccessControl(mediaBucket),
          cachePolicy: mediaReads,
          // Images are compressed already.
          compress: false,
        },
      },
      errorResponses: NEVER_CACHED_STATUSES.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      logBucket: accessLogs,
      logFilePrefix: 'cloudfront/',
    });
    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'Vietnamese goods are for buyers in every country.' },
      {
        id: 'AwsSolutions-CFR2',
        reason:
          'It passes anonymous reads only, cached here and throttled at the API; a firewall has nothing to add yet.',
      },
      {
        id: 'AwsSolutions-CFR4',
        reason: "Without a domain of its own it bears CloudFront's certificate, whose TLS floor nobody can raise.",
      },
    );
    this.url = `https://${distribution.distributionDomainName}`;
    new CfnOutput(this, 'DomainName', { value: distribution.distributionDomainName }).overrideLogicalId(
      'EdgeDomainName',
    );
  }
}
