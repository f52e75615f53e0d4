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

/** Titles of problems, names that the law or the map gives, words of the contract's documentation, and letters. */
const OTHER_HOMES =
  /messages\.ts$|platform\/problem\.ts$|\.contract\.ts$|^shared\/contract\/|taxonomy\/taxonomy\.ts$|recognition\/regimes\.ts$|domain\/places\/(communes|provinces)\.ts$/;
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
