import fc from "fast-check";
import { expect } from "vitest";
import type { Line, Reference, Step } from "./reference.js";
import { PURPOSES, type Purpose, type Subject } from "./subject.js";

type Command = fc.AsyncCommand<Reference, Subject>;

/** Shorter than an answer is kept, also where a clock is ahead. */
const SURELY_KEPT_MS = 43_200_000;

class Do implements Command {
  constructor(
    private readonly where: 0 | 1,
    private readonly what: Step,
  ) {}

  check({ kept }: Readonly<Reference>): boolean {
    return this.what.do !== "again" || kept !== undefined;
  }

  async run(reference: Reference, subject: Subject): Promise<void> {
    const now = subject.now(this.where);
    const { kept } = reference;
    if (this.what.do === "again" && kept && Math.abs(now - kept.at) > SURELY_KEPT_MS) return;
    const { version } = reference;
    const { outcome, seen, told } = await subject.step(this.where, this.what, version);
    expect(outcome, `at ${this.where}`).toBe(reference.step(this.what, now));
    if (outcome !== "done") return;
    if (seen !== null) expect(seen).toEqual(reference.seen(now));
    if (this.what.do !== "again" || !kept) return;
    const { n, firstUsed } = kept.secret;
    const { current, previous } = reference.open(now);
    const isShown = firstUsed === null && [current, previous].includes(kept.secret);
    expect(told).toEqual({ replayed: true, n, shown: isShown || null });
  }

  toString(): string {
    return `at ${this.where} ${JSON.stringify(this.what)}`;
  }
}

class Use implements Command {
  constructor(
    private readonly where: 0 | 1,
    /** How many newer secrets there are. */
    private readonly age: number,
    private readonly purpose: Purpose,
  ) {}

  check({ secrets }: Readonly<Reference>): boolean {
    return this.age < secrets.length;
  }

  async run(reference: Reference, subject: Subject): Promise<void> {
    const secret = reference.secrets.at(-1 - this.age);
    if (!secret) return;
    const now = subject.now(this.where);
    const isIn = await subject.use(this.where, secret.n, this.purpose, reference);
    expect(isIn, `whether secret ${secret.n} works`).toBe(reference.use(secret, now));
  }

  toString(): string {
    return `at ${this.where} use the secret before ${this.age} newer ones for ${this.purpose}`;
  }
}

class RotateItself implements Command {
  constructor(
    private readonly where: 0 | 1,
    private readonly age: number,
    private readonly within: number,
  ) {}

  check({ secrets }: Readonly<Reference>): boolean {
    return this.age < secrets.length;
  }

  async run(reference: Reference, subject: Subject): Promise<void> {
    const secret = reference.secrets.at(-1 - this.age);
    if (!secret) return;
    const now = subject.now(this.where);
    const outcome = await subject.rotateItself(this.where, secret.n, this.within);
    expect(outcome).toBe(reference.rotateItself(secret, this.within, now));
    await new Look(this.where).run(reference, subject);
  }

  toString(): string {
    return `at ${this.where} the application rotates itself with the secret before ${this.age} newer ones`;
  }
}

class Bring implements Command {
  constructor(
    private readonly where: 0 | 1,
    private readonly line: Line,
  ) {}

  check({ origin }: Readonly<Reference>): boolean {
    return origin !== "registered";
  }

  async run(reference: Reference, subject: Subject): Promise<void> {
    const now = subject.now(this.where);
    const came = await subject.bring(this.where, this.line);
    expect(came, "whether an import brings secrets").toBe(reference.bring(this.line, now));
  }

  toString(): string {
    return `at ${this.where} import a line of its client with ${this.line === "pair" ? "a pair" : "one secret"}`;
  }
}

class Look implements Command {
  constructor(private readonly where: 0 | 1) {}

  check(): boolean {
    return true;
  }

  async run(reference: Reference, subject: Subject): Promise<void> {
    const now = subject.now(this.where);
    const isOpen = !reference.deleted && reference.open(now).previous !== undefined;
    const { seen, listed } = await subject.look(this.where);
    expect(seen).toEqual(reference.deleted ? null : reference.seen(now));
    expect(listed).toBe(isOpen);
  }

  toString(): string {
    return `at ${this.where} look`;
  }
}

class Wait implements Command {
  constructor(private readonly milliseconds: number) {}

  check(): boolean {
    return true;
  }

  async run(_reference: Reference, subject: Subject): Promise<void> {
    subject.advance(this.milliseconds);
  }

  toString(): string {
    return `wait ${this.milliseconds} ms`;
  }
}

/** At the end of each sequence, after one more use: what is seen at both gateways, and what was recorded. */
export async function compareAll(reference: Reference, subject: Subject, last: Use): Promise<void> {
  if (last.check(reference)) await last.run(reference, subject);
  for (const at of [0, 1] as const) await new Look(at).run(reference, subject);
  expect(await subject.events()).toEqual(reference.events.toSorted());
}

const where = fc.constantFrom<(0 | 1)[]>(0, 1);
const force = fc.boolean();
const seconds = fc.constantFrom(0, 60, 3600);
const within = fc.constantFrom(60, 3600);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const common = {
  as: fc.constantFrom<Step["as"][]>("owner", "owner", "developer"),
  version: fc.constantFrom<Step["version"][]>("any", "any", "any", "seen", "seen", "seen", "seen", "other"),
};
const is = <const T>(value: T) => fc.constant(value);

const rotate = fc.oneof(
  fc.record({ ...common, do: is("rotate"), policy: fc.constantFrom("REVOKE", "KEEP"), keyed: fc.boolean() }),
  fc.record({ ...common, do: is("rotate"), policy: is("EXPIRE"), overlap: maybe(seconds), keyed: fc.boolean() }),
  ...Array.from({ length: 2 }, () =>
    fc.record({
      ...common,
      do: is("rotate"),
      policy: is("CONFIRM"),
      overlap: maybe(seconds),
      within: maybe(within),
      keyed: fc.boolean(),
    }),
  ),
);
const update = fc.oneof(
  fc.record({ ...common, do: is("update"), overlap: fc.option(seconds), force }),
  fc.record({ ...common, do: is("update"), overlap: maybe(fc.option(seconds)), within, force }),
);
const end = fc.record({ ...common, do: fc.constantFrom("complete", "cancel"), force });
const again = fc.record({ ...common, do: is("again") });
const set = fc.record({
  do: is("set"),
  as: is("owner"),
  version: common.version,
  enabled: fc.constantFrom(true, true, undefined, false),
  public: fc.constantFrom(false, false, undefined, undefined, undefined, true),
  ownerOnly: fc.constantFrom(false, undefined, undefined, true),
});
const remove = fc.record({ ...common, do: is("delete"), as: is("owner") });

const step = (what: fc.Arbitrary<unknown>) => fc.tuple(where, what).map(([at, one]) => new Do(at, one as Step));
export const uses = fc
  .tuple(where, fc.constantFrom(0, 0, 0, 1, 1, 2), fc.constantFrom(...PURPOSES))
  .map((all) => new Use(...all));
const waits = fc.constantFrom(1, 1000, 30_000, 59_999, 60_000, 600_000, 3_600_000, 3_600_001, 90_000_000);

/** Up to 24 steps, uses, imports, looks and clock moves; those named twice come twice as often. */
export const commands = fc.commands<Reference, Subject, false>(
  [
    ...Array.from({ length: 5 }, () => uses),
    ...Array.from({ length: 4 }, () => step(rotate)),
    ...Array.from({ length: 3 }, () => waits.map((milliseconds) => new Wait(milliseconds))),
    ...Array.from({ length: 3 }, () => step(end)),
    ...Array.from({ length: 2 }, () => step(update)),
    step(again),
    step(set),
    fc.tuple(where, fc.constantFrom<Line[]>("current", "pair")).map((all) => new Bring(...all)),
    fc.tuple(where, fc.constantFrom(0, 0, 1), within).map((all) => new RotateItself(...all)),
    where.map((at) => new Look(at)),
  ] as fc.Arbitrary<Command>[],
  { maxCommands: 24, size: "max" },
);

/** Some applications are deleted in the end. */
export const lastStep = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, step(remove));
