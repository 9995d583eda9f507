/** As it is read: letters that look alike by composition, and how much space there is, make no difference. */
const asRead = (name: string) => name.normalize("NFC").replaceAll(/\s+/g, " ").trim();

/** Whether what somebody typed is this name. */
export function isNameOf(typed: string, name: string): boolean {
  return asRead(typed) === asRead(name);
}
