import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSchema, isInputObjectType, isRequiredInputField } from "graphql";
import { expect, it } from "vitest";

const SCHEMA = join(import.meta.dirname, "..", "..", "schema.graphql");

it("has the required fields of every input first", async () => {
  const schema = buildSchema(await readFile(SCHEMA, "utf8"));
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  expect(inputs.length).toBeGreaterThan(10);
  for (const type of inputs) {
    const required = Object.values(type.getFields()).map(isRequiredInputField);
    expect([type.name, required]).toEqual([type.name, required.toSorted((one, other) => Number(other) - Number(one))]);
  }
});
