import ts from 'typescript';

const parse = (text: string): ts.SourceFile => ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);

const insertAt = (text: string, position: number, inserted: string): string =>
  text.slice(0, position) + inserted + text.slice(position);

const namedOf = (declaration: ts.ImportDeclaration): ts.NamedImports | undefined => {
  const bindings = declaration.importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings : undefined;
};

const importsOf = (source: ts.SourceFile): ts.ImportDeclaration[] => source.statements.filter(ts.isImportDeclaration);

/** The source with an import of `name` from a module, unless it has it already. The order is the formatter's work. */
export const withImport = (text: string, name: string, module: string): string => {
  const imports = importsOf(parse(text));
  const same = imports
    .filter(({ moduleSpecifier }) => ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === module)
    .filter(({ importClause }) => importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
    .map(namedOf)
    .find((named) => named !== undefined);
  if (same?.elements.some((element) => element.name.text === name)) return text;
  const last = same?.elements.at(-1);
  if (last) return insertAt(text, last.end, `, ${name}`);
  return insertAt(text, imports.at(-1)?.end ?? 0, `\nimport { ${name} } from '${module}';\n`);
};

/** The object literal of an initializer: itself, within `as` and `satisfies`, or the last argument of a call. */
const objectIn = (node: ts.Expression | undefined): ts.ObjectLiteralExpression | undefined => {
  if (node === undefined || ts.isObjectLiteralExpression(node)) return node;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return objectIn(node.expression);
  return ts.isCallExpression(node) ? objectIn(node.arguments.at(-1)) : undefined;
};

const declarationsOf = (source: ts.SourceFile): ts.VariableDeclaration[] =>
  source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations]);

const objectNamed = (source: ts.SourceFile, variable: string): ts.ObjectLiteralExpression | undefined =>
  objectIn(declarationsOf(source).find(({ name }) => ts.isIdentifier(name) && name.text === variable)?.initializer);

const propertiesOf = (object: ts.ObjectLiteralExpression | undefined): ts.PropertyAssignment[] =>
  object ? object.properties.filter(ts.isPropertyAssignment) : [];

const keyOf = (property: ts.PropertyAssignment): string => property.name.getText().replaceAll(/['"]/g, '');

/**
 * The source with a property in the object of a constant: in its place if the keys are sorted, otherwise after the last
 * property. Throws if the source has no such constant with properties, or the property exists.
 */
export const withProperty = (text: string, variable: string, key: string, value: string): string => {
  const properties = propertiesOf(objectNamed(parse(text), variable));
  const last = properties.at(-1);
  if (!last) throw new Error(`no object ${variable} to which ${key} could be added`);
  if (properties.some((property) => keyOf(property) === key)) throw new Error(`${variable} has ${key} already`);
  const keys = properties.map(keyOf);
  const isSorted = keys.every((one, index) => index === 0 || (keys[index - 1] ?? '') < one);
  const next = isSorted ? properties.find((property) => keyOf(property) > key) : undefined;
  return next
    ? insertAt(text, next.getStart(), `${key}: ${value},\n`)
    : insertAt(text, last.end, `,\n${key}: ${value}`);
};

/** The name of the constant that a source sets to the result of a function; '' if there is none. */
export const constantMadeBy = (text: string, called: string): string =>
  declarationsOf(parse(text))
    .find(
      ({ initializer }) =>
        initializer && ts.isCallExpression(initializer) && initializer.expression.getText() === called,
    )
    ?.name.getText() ?? '';

/** A route as it is written: its operation id, method and path. */
export type WrittenRoute = { operationId: string; method: string; path: string };

const literalOf = (object: ts.ObjectLiteralExpression, key: string): string => {
  const property = propertiesOf(object).find((one) => keyOf(one) === key);
  return property && ts.isStringLiteralLike(property.initializer) ? property.initializer.text : '';
};

/** The routes that a source defines. */
export const routesIn = (text: string): WrittenRoute[] => {
  const source = parse(text);
  const routes = objectNamed(source, constantMadeBy(text, 'defineRoutes'));
  return propertiesOf(routes).flatMap((property) => {
    const object = objectIn(property.initializer);
    if (!object) return [];
    return [{ operationId: keyOf(property), method: literalOf(object, 'method'), path: literalOf(object, 'path') }];
  });
};
