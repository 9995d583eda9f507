// Plain JavaScript, because the benchmarks read it too.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, getNamedType, getNullableType, isLeafType, isListType } from "graphql";

/** Read elsewhere than with the object, or as long as its sender likes; priced as something else. */
const OTHERS = ["clientSecretHint", "hasRotatedSecret", "secretContestedAt", "dialectSettings"];

const schema = buildSchema(readFileSync(join(import.meta.dirname, "../../../schema.graphql"), "utf8"));

/** The names of a type's single values, as schema.graphql has them: a new field is among them. */
export function valuesOf(typeName) {
  const fields = Object.values(schema.getType(typeName).getFields());
  const values = fields.filter(
    ({ name, args, type }) =>
      args.length === 0 &&
      isLeafType(getNamedType(type)) &&
      !isListType(getNullableType(type)) &&
      !OTHERS.includes(name),
  );
  return values.map(({ name }) => name).join(" ");
}
