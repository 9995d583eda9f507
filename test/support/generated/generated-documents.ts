import fc, { type GeneratorValue } from "fast-check";
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { SHOWN_ONCE } from "../organization/shown-once.js";
import { chance, oneOf, ValueWriter } from "./generated-values.js";

export interface GeneratedDocument {
  query: string;
  variables: Record<string, unknown>;
}

const DEPTH = 5;

/** Values that do not fit a variable's type, which the gateway has to notice. */
const MISFITS = [null, 2 ** 31, 1.5, "", "x", [], {}, [[]], { id: {} }, true];

/** Documents that fit the schema: walked from the root types, with fragments, aliases, directives and variables. */
export function validDocument(schema: GraphQLSchema): fc.Arbitrary<GeneratedDocument> {
  return fc.gen().map((draw) => new DocumentWriter(schema, draw).write());
}

class DocumentWriter {
  private readonly variables: Record<string, unknown> = {};
  private readonly declared: string[] = [];
  private readonly fragments: string[] = [];
  private readonly isWild: boolean;
  private readonly values: ValueWriter;
  private aliases = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly draw: GeneratorValue,
  ) {
    this.isWild = chance(draw, 40);
    this.values = new ValueWriter(draw, this.isWild);
  }

  write(): GeneratedDocument {
    const isMutation = chance(this.draw, 45);
    const root = isMutation ? this.schema.getMutationType() : this.schema.getQueryType();
    const selection = this.selectionOf(root as GraphQLObjectType, DEPTH);
    const declared = this.declared.length > 0 ? `(${this.declared.join(", ")})` : "";
    const operation = `${isMutation ? "mutation" : "query"} Generated${declared} ${selection}`;
    return { query: [operation, ...this.fragments].join(" "), variables: this.variables };
  }

  private selectionOf(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields()).filter((field) => depth > 1 || isLeafType(getNamedType(field.type)));
    const chosen = new Set(
      fields.length === 0
        ? []
        : Array.from({ length: 1 + this.draw(fc.nat, { max: 3 }) }, () => oneOf(this.draw, fields)),
    );
    const selections = [...chosen].map((field) => this.fieldOf(field, depth));
    if (selections.length === 0 || chance(this.draw, 10)) selections.push("__typename");
    const inner = selections.join(" ");
    if (chance(this.draw, 8)) return `{ ... on ${type.name} { ${inner} } }`;
    if (chance(this.draw, 8)) return `{ ...${this.fragment(type.name, inner)} }`;
    return `{ ${inner} }`;
  }

  private fieldOf(field: GraphQLField<unknown, unknown>, depth: number): string {
    const written = field.args.filter((argument) => isRequiredArgument(argument) || chance(this.draw, 30));
    const given = written.map((argument) => `${argument.name}: ${this.argument(argument)}`).join(", ");
    // Aliased when it has arguments, since a fragment may select the same field with others.
    const alias = given !== "" || chance(this.draw, 5) ? `a${this.aliases++}: ` : "";
    const directive = chance(this.draw, 4)
      ? ` @${oneOf(this.draw, ["include", "skip"])}(if: ${chance(this.draw, 50)})`
      : "";
    return `${alias}${field.name}${given === "" ? "" : `(${given})`}${directive}${this.children(field, depth - 1)}`;
  }

  private children(field: GraphQLField<unknown, unknown>, depth: number): string {
    const named = getNamedType(field.type);
    if (isObjectType(named)) {
      const shown = SHOWN_ONCE[field.name];
      const selection = this.selectionOf(named, depth);
      return ` ${shown && chance(this.draw, 90) ? selection.replace("{", `{ ${shown}`) : selection}`;
    }
    if (!isInterfaceType(named)) return "";
    const possible = oneOf(this.draw, this.schema.getPossibleTypes(named));
    return ` { __typename id ... on ${possible.name} ${this.selectionOf(possible, depth)} }`;
  }

  private argument({ name, type }: GraphQLArgument): string {
    const { json, literal } = this.values.write(type, name);
    if (chance(this.draw, 50)) return literal;
    const variable = `v${this.declared.length}`;
    this.declared.push(`$${variable}: ${type}`);
    const isMisfit = this.isWild && chance(this.draw, 10);
    if (!isMisfit || chance(this.draw, 70)) this.variables[variable] = isMisfit ? oneOf(this.draw, MISFITS) : json;
    return `$${variable}`;
  }

  private fragment(type: string, inner: string): string {
    const name = `f${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${type} { ${inner} }`);
    return name;
  }
}
