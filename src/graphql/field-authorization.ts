import { getDirective } from "@graphql-tools/utils";
import {
  DirectiveLocation,
  defaultFieldResolver,
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLBoolean,
  GraphQLDirective,
  type GraphQLEnumType,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  responsePathAsArray,
} from "graphql";
import type { Permission } from "../model/permission.js";
import { isRegistrant, type Registrant } from "../services/actors/permissions.js";
import { actorOf, type GatewayContext } from "./context.js";
import { MUTATION_DESCRIPTION, QUERY_DESCRIPTION, SCHEMA_DESCRIPTION } from "./descriptions.js";
import { putRequiredFirst } from "./input-order.js";
import { isLetPass, letPass } from "./let-pass.js";
import { MAX_ERRORS } from "./limits.js";

type Field = GraphQLField<unknown, GatewayContext>;
type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;

/**
 * Enforces `@requires(permission: …)` on fields and on the types that fields return, interfaces included. Only the
 * field that leads to a guarded type is guarded, not each field of it, so a list needs one guard and not thousands. A
 * refused field is null, with a FORBIDDEN error at its path. Throws for a guarded field that is not nullable. Changes
 * the types of the given schema: to make each anew is a tenth of a start.
 */
export function enforcePermissions(given: GraphQLSchema): GraphQLSchema {
  const schema = withRequiresDirective(given);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) putRequiredFirst(type);
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) enforce(schema, type, field);
    const permission = permissionOf(schema, type);
    if (permission)
      type.description += `\n\nRequires the permission ${permission}; without it a field of this type is null, with a FORBIDDEN error.`;
  }
  describe(schema.getQueryType(), QUERY_DESCRIPTION);
  describe(schema.getMutationType(), MUTATION_DESCRIPTION);
  return schema;
}

function enforce(schema: GraphQLSchema, type: GraphQLObjectType, field: Field): void {
  const own = permissionOf(schema, field);
  const isOpenToRegistrant = own !== undefined && getDirective(schema, field, "requires")?.[0]?.orRegistrant === true;
  const returned = getNamedType(field.type);
  const ofReturned = isObjectType(returned) ? permissionOf(schema, returned) : undefined;
  const isAbstract = isAbstractType(returned);
  if ((own ?? ofReturned ?? isAbstract) && isNonNullType(field.type)) {
    throw new Error(`${type.name}.${field.name} is guarded and must be nullable, so that its siblings survive.`);
  }
  const exception = isOpenToRegistrant ? " Whoever registered the application needs no permission." : "";
  if (own) {
    field.description += `\n\nRequires the permission ${own}; without it null, with a FORBIDDEN error.${exception}`;
  }
  const needed = [own, ofReturned].filter((permission) => permission !== undefined);
  if (isAbstract) field.resolve = guardWhatIsFound(field.resolve, returned);
  if (isOpenToRegistrant) field.resolve = guardOrRegistrant(field.resolve, own);
  else if (needed.length > 0) field.resolve = guard(field.resolve, needed);
}

/** TypeGraphQL cannot describe root types. */
function describe(type: GraphQLObjectType | null | undefined, description: string): void {
  if (type) type.description = description;
}

/** Adds the directive's definition, which needs the Permission enum of the built schema. */
function withRequiresDirective(schema: GraphQLSchema): GraphQLSchema {
  const requires = new GraphQLDirective({
    name: "requires",
    description: "The permission without which the field is null, with a FORBIDDEN error at its path.",
    locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT],
    args: {
      permission: {
        type: new GraphQLNonNull(schema.getType("Permission") as GraphQLEnumType),
        description: "The permission that is needed.",
      },
      orRegistrant: {
        type: new GraphQLNonNull(GraphQLBoolean),
        defaultValue: false,
        description:
          "Whether whoever registered the application that the field is of needs no permission; default: false.",
      },
    },
  });
  const config = schema.toConfig();
  return new GraphQLSchema({
    ...config,
    description: SCHEMA_DESCRIPTION,
    directives: [...config.directives, requires],
  });
}

function permissionOf(schema: GraphQLSchema, node: Field | GraphQLObjectType): Permission | undefined {
  return getDirective(schema, node, "requires")?.[0]?.permission;
}

/** Synchronous: a promise for each field of thousands of rows would be slow. */
function guard(resolve: Resolver = defaultFieldResolver, needed: readonly Permission[]): Resolver {
  return (source, args, context, info) => {
    const { permissions } = actorOf(context);
    for (const permission of needed) {
      if (permissions.has(permission) || isLetPass(source, permission)) continue;
      return withhold(context, permission, info);
    }
    return resolve(source, args, context, info);
  };
}

/** The same, but who registered the application that the field is of may read what it holds. */
function guardOrRegistrant(resolve: Resolver = defaultFieldResolver, permission: Permission): Resolver {
  const guarded = guard(resolve, [permission]);
  return async (source, args, context, info) => {
    const actor = actorOf(context);
    if (actor.permissions.has(permission) || !isRegistrant(actor, source as Registrant)) {
      return guarded(source, args, context, info);
    }
    const found = (await resolve(source, args, context, info)) as object;
    letPass(found, permission);
    return found;
  };
}

/** Guards a field that returns an interface: the type, and so the permission, is known once the value is. */
function guardWhatIsFound(resolve: Resolver = defaultFieldResolver, abstract: GraphQLAbstractType): Resolver {
  const resolveType = abstract.resolveType ?? defaultTypeResolver;
  return async (source, args, context, info) => {
    const found: unknown = await resolve(source, args, context, info);
    for (const item of [found].flat()) {
      const name = item == null ? undefined : await resolveType(item, context, info, abstract);
      const type = name === undefined ? undefined : info.schema.getType(name);
      const permission = isObjectType(type) ? permissionOf(info.schema, type) : undefined;
      if (permission && !actorOf(context).permissions.has(permission)) return withhold(context, permission, info);
    }
    return found;
  };
}

/** Refuses a field. Errors beyond the limit of an answer are left out. */
function withhold(context: GatewayContext, permission: Permission, info: GraphQLResolveInfo): null {
  context.refusals += 1;
  if (context.refusals > MAX_ERRORS) return null;
  throw withoutStack(
    () =>
      new GraphQLError(`${info.parentType.name}.${info.fieldName} needs the permission ${permission}.`, {
        nodes: info.fieldNodes,
        path: responsePathAsArray(info.path),
        extensions: { code: "FORBIDDEN" },
      }),
  );
}

/** Creates an error without a stack, which is most of an error's cost and is never read here. */
function withoutStack(create: () => GraphQLError): GraphQLError {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return create();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
