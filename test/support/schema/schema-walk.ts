import {
  buildClientSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { expect } from "vitest";
import type { Permission } from "../../../src/model/permission.js";
import type { Answer, GraphqlClient } from "../gateway/graphql-client.js";
import { SHOWN_ONCE } from "../organization/shown-once.js";
import { neededFor, OF_REGISTRANTS } from "./field-decisions.js";

/** One field on the way to a type: `parent.field`, which returns an object of type `reached`. */
export interface Step {
  parent: string;
  field: string;
  reached: string;
  viaInterface: boolean;
}

/** How a document selects a field. */
export const STYLES = ["directly", "under an alias", "inside a fragment"] as const;
export type Style = (typeof STYLES)[number];

/** Below the limit of aliases in a document. */
const FIELDS_AT_ONCE = 12;

export async function fetchSchema(client: GraphqlClient): Promise<GraphQLSchema> {
  return buildClientSchema(await client.ok(getIntrospectionQuery()));
}

/** For every field that returns an object: the shortest way to its parent, and the field. */
export function waysThrough(schema: GraphQLSchema, root: "Query" | "Mutation"): Step[][] {
  const shortest = new Map<string, Step[]>();
  const ways: Step[][] = [];
  for (const start of ["Query", "Mutation"] as const) {
    shortest.set(start, []);
    for (const queue = [start as string]; queue.length > 0; ) {
      const parent = queue.shift() as string;
      for (const [field, reached, viaInterface] of objectFields(schema, parent)) {
        const way = [...(shortest.get(parent) ?? []), { parent, field, reached, viaInterface }];
        if (start === root) ways.push(way);
        if (shortest.has(reached)) continue;
        shortest.set(reached, way);
        queue.push(reached);
      }
    }
  }
  return ways;
}

function objectFields(schema: GraphQLSchema, parent: string): [string, string, boolean][] {
  const type = schema.getType(parent);
  if (!isObjectType(type)) throw new Error(`${parent} is no object type`);
  return Object.values(type.getFields()).flatMap(({ name, type: returned }) => {
    const named = getNamedType(returned);
    if (isInterfaceType(named)) {
      return schema.getPossibleTypes(named).map((possible): [string, string, boolean] => [name, possible.name, true]);
    }
    return isObjectType(named) ? [[name, named.name, false] as [string, string, boolean]] : [];
  });
}

/** All fields of a type, in portions that one document may select. */
export function portionsOf(schema: GraphQLSchema, typeName: string): string[][] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is no object type`);
  const names = Object.keys(type.getFields());
  return names.flatMap((_, index) => (index % FIELDS_AT_ONCE ? [] : [names.slice(index, index + FIELDS_AT_ONCE)]));
}

/** The document that goes a way and selects `fields` at its end. */
export function documentOf(
  schema: GraphQLSchema,
  way: Step[],
  fields: string[],
  style: Style,
  argumentsOf: (step: Step) => string,
): string {
  const last = way.at(-1)?.reached ?? "Query";
  const children = new Map(objectFields(schema, last).map(([name]) => [name, " { __typename }"]));
  const asked = fields.map((field) => `${aliasOf(style, field)}${field}${children.get(field) ?? ""}`).join(" ");
  const end = style === "inside a fragment" ? "...Asked" : asked;
  const body = way.reduceRight((inner, step) => {
    const selection = step.viaInterface ? `... on ${step.reached} { ${inner} }` : inner;
    const needed = SHOWN_ONCE[step.parent === "Mutation" ? step.field : ""] ?? "";
    const field = `${aliasOf(style, step.field)}${step.field}${argumentsOf(step)} { ${needed} ${selection} }`;
    return style === "inside a fragment" ? `... on ${step.parent} { ${field} }` : field;
  }, end);
  return `{ ${body} }${style === "inside a fragment" ? ` fragment Asked on ${last} { ${asked} }` : ""}`;
}

function aliasOf(style: Style, field: string): string {
  return style === "under an alias" ? `my_${field}: ` : "";
}

/**
 * Compares an answer with the table: a field without its permission is null, with exactly one FORBIDDEN error at its
 * path that names the permission; all others are there. Answers how many objects stood at the end of the way.
 */
export function expectAsDecided(
  answer: Answer,
  way: Step[],
  fields: string[],
  style: Style,
  held: readonly Permission[],
): number {
  const refused: string[] = [];
  let reached = 0;
  const keyOf = (field: string) => (style === "under an alias" ? `my_${field}` : field);
  const refusalOf = (parent: string, field: string, type?: string) => {
    const needed = neededFor(parent, field, type);
    return needed === undefined || held.includes(needed) ? undefined : needed;
  };
  const visit = (value: Record<string, unknown>, index: number, path: (string | number)[]): void => {
    const step = way[index];
    if (!step) {
      reached += 1;
      for (const field of fields) {
        const here = [...path, keyOf(field)];
        expect(value, here.join(".")).toHaveProperty(keyOf(field));
        const parent = way.at(-1)?.reached ?? "Query";
        const missing = refusalOf(parent, field);
        const isRegistrants = OF_REGISTRANTS.includes(`${parent}.${field}`) && value[keyOf("createdByViewer")] === true;
        if (missing === undefined || isRegistrants) continue;
        expect(value[keyOf(field)], here.join(".")).toBeNull();
        refused.push(`FORBIDDEN ${here.join(".")} ${missing}`);
      }
      return;
    }
    const here = [...path, keyOf(step.field)];
    const child = value[keyOf(step.field)];
    const missing = refusalOf(step.parent, step.field, step.reached);
    if (missing !== undefined) {
      expect(child, here.join(".")).toBeNull();
      refused.push(`FORBIDDEN ${here.join(".")} ${missing}`);
    } else if (Array.isArray(child)) {
      for (const [item, element] of child.entries()) visit(element, index + 1, [...here, item]);
    } else {
      expect(child, `${here.join(".")}: ${answer.text}`).toBeInstanceOf(Object);
      visit(child as Record<string, unknown>, index + 1, here);
    }
  };
  visit(answer.data, 0, []);
  const actual = answer.errors.map(
    ({ extensions, path, message }) =>
      `${extensions.code} ${path?.join(".")} ${/needs the permission (\w+)/.exec(message)?.[1]}`,
  );
  expect(actual.sort()).toEqual(refused.sort());
  return reached;
}
