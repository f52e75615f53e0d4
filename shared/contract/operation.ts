import type * as z from 'zod';
import type { JsonText } from '#shared/http/response.ts';
import type { PublicHandler, Routes, SignedInHandler } from '#shared/http/route.ts';

/** The groups of operations in the OpenAPI document. */
export const TAGS = {
  Buyers: "Public reads: products with today's stars, producers, certificates, sales points, events.",
  Events: 'Fairs, study tours and classes that offices organise, their promotions and outcomes.',
  Officers: 'Work of coordination offices, each in its territory.',
  Places: 'Provinces and communes before and since 1 July 2025, product groups, criteria sets and regimes.',
  Producers: 'Work of producers on their own data and products.',
  'Sales points': 'Profiles and stock of the places that sell the products, for their members.',
  Service: 'Limits, health and documentation of the service.',
  'Taking part': 'Registrations of products and people for events, and their passes.',
} as const;

/**
 * A successful response: its description, the schema of its JSON (none for a file or an empty body), and the media types of
 * files that it can return instead.
 */
export type Described = { description: string; schema?: z.ZodType; files?: readonly string[] };

/** Statuses of problems that depend on the verb; those that follow from the route are added by `statusesOf`. */
export type ProblemStatus = 403 | 404 | 409 | 412 | 422;

/** The OpenAPI description of one operation; the request is described by the route's own schemas. */
export type Operation = {
  tag: keyof typeof TAGS;
  summary: string;
  description?: string;
  problems: readonly ProblemStatus[];
  /** The operation reads neither the table nor the buckets, so it has no 503. */
  needsNoStore?: true;
  responses: { readonly [status: string]: Described };
};

type JsonOf<R> = R extends SignedInHandler<infer Body> ? Body : R extends PublicHandler<infer Body> ? Body : never;

/** Removes `readonly`, which JSON does not have. */
type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

type SchemaAccepts<Body, D> = Body extends JsonText
  ? unknown
  : D extends { schema: infer S extends z.ZodType }
    ? Mutable<Body> extends z.input<S>
      ? unknown
      : { schema: ['The verb returns something else than the schema says', Body, z.input<S>] }
    : unknown;

type Accepts<R extends Routes, D> = {
  [K in keyof D & keyof R]: {
    responses: {
      [S in keyof (D[K] & Operation)['responses']]: SchemaAccepts<JsonOf<R[K]>, (D[K] & Operation)['responses'][S]>;
    };
  };
};

/**
 * Describes every route of a resource by its operation id. A missing or an unknown operation, and a result that does not
 * fit its response schema, fail to compile.
 */
export const describeOperations = <R extends Routes, D extends { [K in keyof R]: Operation }>(
  _routes: R,
  operations: D & Accepts<R, D>,
): D => operations;
