/** Variables by name: the process's own, or those of a system that a command works on. */
export type Environment = Readonly<Record<string, string | undefined>>;

const required = (name: string, env: Environment = process.env): string => {
  const value = env[name];
  if (!value) throw new Error(`environment variable ${name} is not set`);
  return value;
};

const signedAs = (env: Environment) => ({
  region: required('AWS_REGION', env),
  credentials: {
    accessKeyId: required('AWS_ACCESS_KEY_ID', env),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY', env),
    sessionToken: env.AWS_SESSION_TOKEN,
  },
});

/** Where the table is and how requests to it are signed; read when first needed, as Lambda sets it before the first event. */
export const tableSettings = (env: Environment = process.env) => {
  const signing = signedAs(env);
  return {
    tableName: required('TABLE_NAME', env),
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB ?? `https://dynamodb.${signing.region}.amazonaws.com`,
    ...signing,
  };
};

/** The settings of the table's endpoint. */
export type TableSettings = ReturnType<typeof tableSettings>;

/** Where a bucket is and how requests to it are signed; without an endpoint it answers at its own host in AWS. */
export const bucketSettings = (name: 'UPLOADS_BUCKET' | 'MEDIA_BUCKET', env: Environment = process.env) => ({
  bucket: required(name, env),
  endpoint: env.AWS_ENDPOINT_URL_S3,
  ...signedAs(env),
});

/** The settings of a bucket. */
export type BucketSettings = ReturnType<typeof bucketSettings>;

/** Where media are read: an origin without a slash at the end. */
export const mediaUrl = (): string => required('MEDIA_URL');

const EDGE_SECRET_MIN_LENGTH = 32;

/** The secrets of which the edge sends one with each request; `off` where the API is deployed without an edge. */
export type EdgeSecrets = readonly string[] | 'off';

/**
 * What the deployment says about the edge. An absent, empty or short secret is an error: only the word `off` lets
 * requests past the edge.
 */
export const edgeSecrets = (): EdgeSecrets => {
  const value = required('EDGE_SECRETS');
  if (value === 'off') return value;
  const secrets = value.split(',');
  if (secrets.some((secret) => secret.length < EDGE_SECRET_MIN_LENGTH)) {
    throw new Error('environment variable EDGE_SECRETS holds a secret that is too short');
  }
  return secrets;
};
