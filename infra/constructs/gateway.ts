import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  type HttpMethod,
  type HttpRoute,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct, type IConstruct } from 'constructs';
import type { Route } from '#shared/http/route.ts';
import { throttleClassOf } from '#shared/http/throttle-class.ts';
import { REQUESTS_BURST, REQUESTS_PER_SECOND, ROUTE_THROTTLES } from '#shared/platform/limits.ts';
import { MeaningfulAlarm } from './alarm.ts';
import { CORS } from './cors.ts';

const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
};

export type GatewayProps = {
  authorizer: IHttpRouteAuthorizer;
  /** Handles unmatched requests, so that 404 and 405 are problem documents too. */
  fallback: IFunction;
  backends: { handler: IFunction; routes: readonly Route[] }[];
  alarmTopic: ITopic;
};

const acknowledgePublic = (route: IConstruct, reason: string): void =>
  Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });

/** The HTTP API whose routes are the functions' own route lists. */
export class Gateway extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const integrations = new Map<IFunction, HttpLambdaIntegration>();
    const integrationOf = (handler: IFunction): HttpLambdaIntegration => {
      // One permission per route would exceed the size of the function's policy at about thirty routes.
      const integration =
        integrations.get(handler) ??
        new HttpLambdaIntegration(`${handler.node.id}Integration`, handler, { scopePermissionToRoute: false });
      integrations.set(handler, integration);
      return integration;
    };

    this.api = new HttpApi(this, 'Api', {
      apiName: 'ocop',
      createDefaultStage: false,
      defaultIntegration: integrationOf(props.fallback),
      corsPreflight: {
        allowOrigins: CORS.origins,
        allowMethods: [CorsHttpMethod.ANY],
        allowHeaders: CORS.requestHeaders,
        exposeHeaders: CORS.responseHeaders,
        maxAge: CORS.maxAge,
      },
    });
    const routeSettings: Record<string, { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }> = {};
    const throttled: HttpRoute[] = [];
    for (const { handler, routes } of props.backends) {
      for (const route of routes) {
        const { perSecond, burst } = ROUTE_THROTTLES[throttleClassOf(route)];
        routeSettings[`${route.method} ${route.path}`] = {
          ThrottlingRateLimit: perSecond,
          ThrottlingBurstLimit: burst,
        };
        const isPublic = route.access === 'public';
        const added = this.api.addRoutes({
          path: route.path,
          methods: [route.method as HttpMethod],
          integration: integrationOf(handler),
          ...(!isPublic && { authorizer: props.authorizer }),
        });
        throttled.push(...added);
        if (isPublic) for (const open of added) acknowledgePublic(open, `${route.operationId} is an anonymous read.`);
      }
    }

    acknowledgePublic(this.api.node.findChild('DefaultRoute'), 'It answers 404 and 405 to anybody and reads nothing.');

    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: REQUESTS_PER_SECOND, burstLimit: REQUESTS_BURST },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
    (stage.node.defaultChild as CfnStage).routeSettings = routeSettings;
    // API Gateway rejects settings of a route that does not exist yet.
    stage.node.addDependency(...throttled);
    new MeaningfulAlarm(this, 'ServerErrors', {
      metric: stage.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
      errorImpact: 'People get an error instead of products, or what an office or a producer saves is refused.',
      topic: props.alarmTopic,
    });
  }
}
