import { S3Error } from './errors.ts';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const deepest = 10;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

const escapeText = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: S3 writes control characters in keys as references.
    /[&<>"'\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g,
    (character) => escapes[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
  );

/** An element that holds text. */
export const element = (name: string, text: string | number | boolean): string =>
  `<${name}>${escapeText(String(text))}</${name}>`;

/** An element that holds elements. */
export const group = (name: string, children: string[]): string => `<${name}>${children.join('')}</${name}>`;

export const xmlDocument = (name: string, children: string[], withNamespace = true): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${withNamespace ? ` xmlns="${namespace}"` : ''}>${children.join('')}</${name}>`;

export type XmlNode = { name: string; text: string; children: XmlNode[] };

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const invalidXml = (): S3Error => new S3Error('MalformedXML');

const unescapeText = (text: string): string =>
  text.replace(/&([^;&]*;?)/g, (_, reference: string) => {
    if (!reference.endsWith(';')) throw invalidXml();
    const inner = reference.slice(0, -1);
    const digits = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(inner);
    const code = digits ? Number.parseInt(digits[1] ?? digits[2] ?? '', digits[1] ? 16 : 10) : undefined;
    if (code !== undefined && code <= 0x10ffff) return String.fromCodePoint(code);
    const character = named[inner];
    if (character === undefined) throw invalidXml();
    return character;
  });

const token = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([\w.:-]+)((?:\s[^<>]*)?\/?)>|([^<]+)/y;

/** Reads the documents that S3's clients send: elements and text, no document types, prefixes dropped, attributes ignored. */
export const parseXml = (text: string): XmlNode => {
  const top: XmlNode = { name: '', text: '', children: [] };
  const open = [top];
  token.lastIndex = 0;
  const source = text.replace(/^\ufeff/, '');
  while (token.lastIndex < source.length) {
    const match = token.exec(source);
    if (!match) throw invalidXml();
    const [, verbatim, slash, tag, rest, characters] = match;
    const current = open.at(-1);
    if (!current) throw invalidXml();
    if (verbatim !== undefined) current.text += verbatim;
    else if (characters !== undefined) current.text += unescapeText(characters);
    else if (tag !== undefined) {
      const name = tag.slice(tag.indexOf(':') + 1);
      if (slash === '/') {
        if (open.length < 2 || current.name !== name) throw invalidXml();
        open.pop();
      } else {
        const child: XmlNode = { name, text: '', children: [] };
        current.children.push(child);
        if (!rest?.endsWith('/')) open.push(child);
        if (open.length > deepest) throw invalidXml();
      }
    }
  }
  const [root] = top.children;
  if (open.length !== 1 || top.children.length !== 1 || top.text.trim() !== '' || !root) throw invalidXml();
  return root;
};

export const childText = (node: XmlNode, name: string): string | undefined =>
  node.children.find((child) => child.name === name)?.text;
