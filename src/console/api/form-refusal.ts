import { type GatewayError, gatewayErrors, type Violation } from "./gateway-errors.js";

/** What a form's change was answered with: what is wrong with each of its fields, and all that is about none of them. */
export interface FormRefusal {
  at: Readonly<Record<string, string>>;
  others: readonly GatewayError[];
}

/**
 * Sorts what went wrong by the names of a form's fields: `redirectUris.0` is said at `redirectUris`. The gateway's
 * message begins with the name in its schema, in whose place stands the field's label.
 */
export function formRefusal(error: unknown, names: readonly string[]): FormRefusal {
  const at: Record<string, string> = {};
  const others: GatewayError[] = [];
  for (const one of error ? gatewayErrors(error) : []) {
    const broken = violationsOf(one).map((violation) => ({ ...violation, name: nameOf(violation.field, names) }));
    if (broken.length === 0 || broken.some(({ name }) => !name)) others.push(one);
    for (const { name, field, message } of broken) if (name) at[name] ??= asSentence(message, field);
  }
  return { at, others };
}

function violationsOf(error: GatewayError): readonly Violation[] {
  if (error.code !== "BAD_USER_INPUT") return [];
  return error.violations ?? (error.field ? [{ field: error.field, message: error.message }] : []);
}

function nameOf(field: string, names: readonly string[]): string | undefined {
  return names.find((name) => field.split(".").includes(name));
}

/** "redirectUris.2 must be …" becomes "Line 3 must be …". */
function asSentence(message: string, field: string): string {
  const rest = message.startsWith(`${field} `) ? message.slice(field.length + 1) : message;
  const position = /\.(\d+)$/.exec(field)?.[1];
  const said = position === undefined || rest === message ? rest : `number ${Number(position) + 1} ${rest}`;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`.replace(/\.\.$/, ".");
}
