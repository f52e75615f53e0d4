/** Variables by name: of the process, or of a system on which a command works. */
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

/**
 * The table's address and the settings for signing requests to it; read on first use, because Lambda sets the
 * credentials before the first event.
 */
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

/** A bucket's address and the settings for signing requests to it; without an endpoint the bucket has its own host in AWS. */
export const bucketSettings = (name: 'UPLOADS_BUCKET' | 'MEDIA_BUCKET', env: Environment = process.env) => ({
  bucket: required(name, env),
  endpoint: env.AWS_ENDPOINT_URL_S3,
  ...signedAs(env),
});

/** The settings of a bucket. */
export type BucketSettings = ReturnType<typeof bucketSettings>;

/** The origin of public media, without a trailing slash. */
export const mediaUrl = (): string => required('MEDIA_URL');

const EDGE_SECRET_MIN_LENGTH = 32;

/** The accepted secrets of the edge, which sends one of them with each request; `off` for a deployment without an edge. */
export type EdgeSecrets = readonly string[] | 'off';

/**
 * The deployment's setting for the edge. A missing, empty or short secret is an error; only the word `off` accepts
 * requests that bypass the edge.
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
