import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';

const sourcesIn = (...folders: string[]): string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file}`),
  );

const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

const walk = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
};

const VIETNAMESE = /[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]/i;

/** Whether it is text in both languages, or a Vietnamese string of at least two words. */
const isText = (node: ts.Node): boolean => {
  if (ts.isObjectLiteralExpression(node)) {
    const literals = node.properties.filter(
      (property) =>
        ts.isPropertyAssignment(property) &&
        (ts.isStringLiteralLike(property.initializer) || ts.isTemplateExpression(property.initializer)),
    );
    return ['vi', 'en'].every((language) => literals.some(({ name }) => name?.getText() === language));
  }
  return (
    (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) &&
    VIETNAMESE.test(node.getText()) &&
    / /.test(node.getText())
  );
};

const textsIn = (file: string, text: string): string[] => {
  const found: string[] = [];
  walk(parse(file, text), (node) => {
    if (isText(node)) found.push(`${file}: ${node.getText()}`);
  });
  return found;
};

/** Titles of problems, names that the law, markets or the map give, words of the contract's documentation, and letters. */
const OTHER_HOMES =
  /messages\.ts$|platform\/problem\.ts$|\.contract\.ts$|^shared\/contract\/|taxonomy\/taxonomy\.ts$|recognition\/regimes\.ts$|stock\/unit\.ts$|domain\/places\/(communes|commune-reference|provinces)\.ts$/;
/** An example of the contract stands in the schema of its field. */
const EXAMPLE = /Nhập nhầm sản phẩm/;

describe('texts that callers read', () => {
  it('stand in the messages.ts of their feature', () => {
    const inline = sourcesIn('shared', 'functions')
      .filter((file) => !OTHER_HOMES.test(file))
      .flatMap((file) => textsIn(file, readFileSync(join(ROOT, file), 'utf8')))
      .filter((text) => !EXAMPLE.test(text));
    expect(inline).toEqual([]);
  });

  it.each([
    "const refused = { vi: 'Không được.', en: 'No.' };",
    `const refused = (n: number) => ({ code: 1, vi: \`Còn \${n}.\`, en: 'Some left.' });`,
    "brokenRule('/a', 'no', 'Không được.', 'No.');",
    `line(\`Số ngày có mặt: \${days.length}\`);`,
  ])('are found where they are inline: %s', (source) => {
    expect(textsIn('a.ts', source)).not.toEqual([]);
  });
});

/** Words that the glossary replaced, and that name nothing else in this code. */
const REPLACED =
  /^(?:rolls?|tickets?|deeds?|told|settle[sd]?|settling|settlements?|races?|raced|racing|answer(?:s|ed)?|faces?|proposals?|prose|malformed|refusals?|bands?|shown|keepers?|digests?|recurring|laptop|visits?)$/;
/** Pairs of words, each of which has a use of its own. */
const REPLACED_PAIRS =
  /^(?:kept answer|kept under|run once|carry to|in line|finish marked|dead letters|officer scope|take in|(?:give|take) booth|certificate mark|producer mark)$/;

/** Fields of the contract, attributes of stored items, error codes and operation ids: they are published, or data. */
const DATA_NAMES = new Set([
  ...['answerMaxBytes', 'band', 'bands', 'giveBooth', 'malformed_body', 'refusal', 'refusals', 'takeBooth', 'visit'],
  ...['boundary', 'digest', 'face', 'proposal', 'ticket', 'tickets'],
]);
/** Error codes of S3. */
const S3_CODES = /^(?:Malformed\w+|AuthorizationHeaderMalformed|BadDigest|InvalidDigest)$/;

const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[ _$]+/);

const isField = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node) ||
  ts.isShorthandPropertyAssignment(node) ||
  ts.isPropertySignature(node) ||
  (ts.isBindingElement(node) && !node.propertyName);

const isReplaced = (name: string): boolean => {
  const words = wordsOf(name);
  return words.some((word, at) => REPLACED.test(word) || REPLACED_PAIRS.test(`${word} ${words[at + 1]}`));
};

const replacedNamesIn = (file: string, text: string): string[] => {
  const found: string[] = [];
  walk(parse(file, text), (node) => {
    const { name } = node as ts.NamedDeclaration;
    if (!name || !ts.isIdentifier(name) || ts.isPropertyAccessExpression(node)) return;
    if (isField(node) && (DATA_NAMES.has(name.text) || S3_CODES.test(name.text))) return;
    if (isReplaced(name.text)) found.push(`${file}: ${name.text}`);
  });
  return found;
};

/** The schemas of the contract carry the names under which they are published. */
const CONTRACT = /^shared\/contract\/|\.contract\.ts$/;

describe('words that the glossary replaced', () => {
  it('none of the words that the glossary replaced stands in a name', () => {
    const names = sourcesIn('shared', 'functions', 'infra')
      .filter((file) => !CONTRACT.test(file))
      .flatMap((file) => replacedNamesIn(file, readFileSync(join(ROOT, file), 'utf8')));
    expect(names).toEqual([]);
  });

  it.each([
    'const roll = 1;',
    'const loadRoll = () => 1;',
    'type Unit = { settledAt: string };',
    'const run = ({ answer }: Reply) => answer;',
    'class DeadLetters {}',
    'const giveBooth = () => 1;',
    'const digest = 1;',
  ])('a replaced word is found in %s', (source) => {
    expect(replacedNamesIn('a.ts', source)).not.toEqual([]);
  });

  it.each(['type Row = { ticket: number };', "const item = { digest: 'x' };", 'const deadLetterQueue = 1;'])(
    'published and stored names are left alone in %s',
    (source) => {
      expect(replacedNamesIn('a.ts', source)).toEqual([]);
    },
  );
});
