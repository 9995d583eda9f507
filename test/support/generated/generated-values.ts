import fc, { type GeneratorValue } from "fast-check";
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from "graphql";
import { MARKER } from "../gateway/http-exchange.js";
import { anyText } from "./any-text.js";
import { type KnownKind, known } from "./known-values.js";

/** A value as JSON and as a literal in a document. */
export interface GeneratedValue {
  json: unknown;
  literal: string;
}

/** Numbers within the limits, and numbers that may exceed them. */
const NUMBERS = {
  tame: [60, 100, 1000, 3600, 86_400],
  wild: [0, 1, -1, 59, 86_401, 7_776_001, 2_147_483_647, -2_147_483_648],
};
const PAGES = { tame: [1, 2, 20, 100], wild: [0, -1, 101, 2_147_483_647] };
const TEXTS = {
  tame: ["a", "Service", "é", "ﬁ", "İ", "😀", "%", "_", "\\", "' OR 1=1 --"],
  wild: ["", " ", "\u202e", "\0", "\ud800", MARKER, ...[256, 257, 2001, 5000].map((length) => "x".repeat(length))],
};
const ADDRESSES = {
  tame: ["https://a.example/cb", "https://b.example"],
  wild: [
    "http://localhost:1/",
    "myapp://cb",
    "http://a.example/",
    "javascript:x",
    "//",
    "",
    "https://a.example/../%2e",
  ],
};
const ORIGINS = { tame: ["https://a.example"], wild: ["https://a.example/path", "null", "*", "https://ü.example"] };
const SCOPES = { tame: ["read", "write", "openid"], wild: ["a b", "", "ü", '"'] };
const MOMENTS = {
  tame: ["2026-01-01T00:00:00Z", "2999-12-31T23:59:59.999Z"],
  wild: ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59+23:59", "2026-02-30T00:00:00Z", "+275760-09-13T00:00:00Z", "now"],
};
const KINDS: KnownKind[] = ["app", "sec", "tok", "mem", "evt", "org"];
const KIND_OF: Record<string, KnownKind> = { oauthApplicationId: "app", memberId: "mem", apiTokenId: "tok" };

export function chance(draw: GeneratorValue, percent: number): boolean {
  return draw(fc.nat, { max: 99 }) < percent;
}

export function oneOf<T>(draw: GeneratorValue, values: readonly T[]): T {
  return values[draw(fc.nat, { max: values.length - 1 })] as T;
}

/** Writes values of input types, within the limits or also beyond them. */
export class ValueWriter {
  constructor(
    private readonly draw: GeneratorValue,
    private readonly isWild: boolean,
  ) {}

  /** A value for the field or argument of this name. */
  write(type: GraphQLInputType, name: string): GeneratedValue {
    if (isNonNullType(type)) return this.write(type.ofType, name);
    if (isListType(type)) return this.list(type.ofType, name);
    if (isInputObjectType(type)) return this.object(type);
    if (isEnumType(type)) {
      const member = oneOf(this.draw, type.getValues()).name;
      return { json: member, literal: member };
    }
    const json = this.scalar(type.name, name);
    return { json, literal: JSON.stringify(json) };
  }

  private list(type: GraphQLInputType, name: string): GeneratedValue {
    const length = this.isWild && chance(this.draw, 5) ? 101 : this.draw(fc.nat, { max: 3 });
    const items = Array.from({ length }, () => this.write(type, name));
    return { json: items.map(({ json }) => json), literal: `[${items.map(({ literal }) => literal).join(", ")}]` };
  }

  private object(type: GraphQLInputObjectType): GeneratedValue {
    const fields = Object.values(type.getFields())
      .filter((field) => isRequiredInputField(field) || chance(this.draw, 15))
      .map((field) => ({ name: field.name, ...this.write(field.type, field.name) }));
    return {
      json: Object.fromEntries(fields.map((field) => [field.name, field.json])),
      literal: `{${fields.map((field) => `${field.name}: ${field.literal}`).join(", ")}}`,
    };
  }

  private scalar(type: string, name: string): unknown {
    switch (type) {
      case "Boolean":
        return chance(this.draw, 50);
      case "Int":
        return this.pick(name === "first" || name === "last" ? PAGES : NUMBERS);
      case "ID":
        return known(chance(this.draw, 85) ? (KIND_OF[name] ?? "app") : oneOf(this.draw, KINDS), this.which());
      case "DateTime":
        return this.pick(MOMENTS);
      default:
        return this.text(name);
    }
  }

  private text(name: string): string {
    if (this.isWild && chance(this.draw, 15)) return this.draw(anyText, 40);
    if (name === "after" || name === "before") return known("cursor", this.which());
    if (name === "clientId") return known("client", this.which());
    if (/Ur[il]s?$/.test(name)) return this.pick(ADDRESSES);
    if (name === "allowedOrigins") return this.pick(ORIGINS);
    return this.pick(/scopes$/i.test(name) ? SCOPES : TEXTS);
  }

  private which(): number {
    return this.draw(fc.nat, { max: 199 });
  }

  private pick<T>({ tame, wild }: { tame: T[]; wild: T[] }): T {
    return oneOf(this.draw, this.isWild && chance(this.draw, 30) ? wild : tame);
  }
}
