import { type Notation, UnfitHash } from "./foreign-hash.js";

/** Each one more doubles the time: 14 takes about a second. */
const MAX_COST = 14;
const MIN_COST = 4;

/** The last digits of salt and hash have bits that belong to no byte; others than 0 no library agrees on. */
const SALT_AND_HASH = "[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]";

/** bcrypt as in the modular crypt format, and with the prefix of Spring's delegating encoder. */
export const BCRYPT: readonly Notation[] = [
  {
    shape: new RegExp(`^(?:\\{bcrypt\\})?(\\$2[aby]\\$(\\d\\d)\\$${SALT_AND_HASH})$`),
    read(hash = "", cost = "") {
      if (Number(cost) < MIN_COST || Number(cost) > MAX_COST) {
        throw new UnfitHash("cost", `must have a bcrypt cost of ${MIN_COST} to ${MAX_COST}`, MAX_COST);
      }
      return {
        async isOf(secret) {
          // Loaded only where it is needed.
          const { verify } = await import("@node-rs/bcrypt");
          return verify(secret, hash);
        },
      };
    },
  },
];
