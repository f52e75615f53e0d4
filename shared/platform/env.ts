const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`environment variable ${name} is not set`);
  return value;
};

/** Where the table is and how requests to it are signed; read when first needed, as Lambda sets it before the first event. */
export const tableSettings = () => {
  const region = required('AWS_REGION');
  return {
    tableName: required('TABLE_NAME'),
    region,
    endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? `https://dynamodb.${region}.amazonaws.com`,
    credentials: {
      accessKeyId: required('AWS_ACCESS_KEY_ID'),
      secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
      sessionToken: process.env.AWS_SESSION_TOKEN,
    },
  };
};

/** The settings of the table's endpoint. */
export type TableSettings = ReturnType<typeof tableSettings>;
