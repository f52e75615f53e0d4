import { ByteReader } from './byte-reader.ts';
import { S3Error } from './errors.ts';

const mostFieldBytes = 20 * 1_024;
const mostHeaders = 10;
const longestHeader = 4_096;
const longestBoundary = 70;

export type UploadForm = {
  /** Lower-case names. */
  fields: Map<string, string>;
  /** The file name without its path; empty if it has no name. */
  filename: string;
  /** The file's bytes as they come; a body that ends before its file does throws. */
  file: () => AsyncGenerator<Buffer>;
};

const invalidForm = (): S3Error => new S3Error('MalformedPOSTRequest');

const readBoundary = (contentType: string): string => {
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType)) {
    throw new S3Error('PreconditionFailed', {
      details: { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
    });
  }
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined || boundary.length > longestBoundary) throw invalidForm();
  return boundary;
};

// Browsers leave backslashes as they are and write quotes as %22; curl puts a backslash before both.
const parameterOf = (header: string, name: string): string | undefined => {
  const value = new RegExp(`;\\s*${name}="((?:\\\\.|[^"\\\\])*)"`, 'i').exec(header)?.[1];
  return value === undefined
    ? new RegExp(`;\\s*${name}=([^\\s;"]+)`, 'i').exec(header)?.[1]
    : value.replace(/\\(["\\])/g, '$1');
};

const readPartHeader = async (reader: ByteReader): Promise<{ name: string; filename: string } | undefined> => {
  let part: { name: string; filename: string } | undefined;
  for (let count = 0; count <= mostHeaders; count++) {
    const line = await reader.line(longestHeader);
    if (line === undefined) return undefined;
    if (line === '') return part;
    const disposition = /^content-disposition:\s*form-data(;.*)$/i.exec(line)?.[1];
    const name = disposition === undefined ? undefined : parameterOf(disposition, 'name');
    if (disposition === undefined || name === undefined) continue;
    const filename = parameterOf(disposition, 'filename') ?? '';
    part = { name: name.toLowerCase(), filename: filename.split(/[/\\]/).at(-1) ?? '' };
  }
  return undefined;
};

/** Reads a form up to its file, which must come last; later fields are ignored. */
export const readForm = async (contentType: string, body: AsyncIterable<Buffer>): Promise<UploadForm> => {
  const boundary = readBoundary(contentType);
  const reader = new ByteReader(body);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const fields = new Map<string, string>();
  let fieldBytes = 0;
  if ((await reader.line(boundary.length + 2))?.trimEnd() !== `--${boundary}`) throw invalidForm();
  for (;;) {
    const part = await readPartHeader(reader);
    if (!part) throw invalidForm();
    if (part.name === 'file') {
      return {
        fields,
        filename: part.filename,
        file: async function* () {
          if (!(yield* reader.until(delimiter))) throw invalidForm();
        },
      };
    }
    const value: Buffer[] = [];
    const bytes = reader.until(delimiter);
    for (let next = await bytes.next(); ; next = await bytes.next()) {
      if (next.done) {
        if (!next.value) throw invalidForm();
        break;
      }
      fieldBytes += next.value.length;
      if (fieldBytes > mostFieldBytes) throw new S3Error('MaxPostPreDataLengthExceeded');
      value.push(next.value);
    }
    fieldBytes += part.name.length;
    if (fields.has(part.name)) {
      throw new S3Error('InvalidArgument', { message: `The field ${part.name} is given more than once.` });
    }
    fields.set(part.name, Buffer.concat(value).toString('utf8'));
    const end = await reader.line(2);
    if (end === '--') {
      throw new S3Error('InvalidArgument', { message: 'POST requires exactly one file upload per request.' });
    }
    if (end !== '') throw invalidForm();
  }
};
