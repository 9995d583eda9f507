// Too long for a quick run.
import fc from "fast-check";
import { afterAll, beforeAll, describe, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { carrying } from "../support/organization/carried-secrets.js";
import { commands, compareAll, lastStep, uses } from "./commands.js";
import { type Origin, Reference } from "./reference.js";
import { type Pair, Subject } from "./subject.js";

/**
 * More by hand: `ROTATION_MODEL_RUNS=5000 npx vitest run --config test/vitest.config.ts rotation-model`. With
 * `ROTATION_MODEL_SEED` others, the same on both databases; the message of a failure has the seed. With
 * `ROTATION_MODEL_SELF=1` all are of applications that may rotate themselves.
 */
const RUNS = Number(process.env.ROTATION_MODEL_RUNS ?? 50);

const SEED = process.env.ROTATION_MODEL_SEED;

/** The same each time, so that a red run tells of a change: for each database other sequences. */
const SEEDS = { sqlite: 20_261_129, postgres: 643_872_473 };

/** How many milliseconds the second gateway's clock is ahead; a negative one is behind. */
const APART = [0, 0, 1000, -1000, -30_000, 60_000, -3_600_000, 7_200_000];

const IMPORTED: Origin[] = ["none", "current", "pair", "previous", "exported"];

const settings = fc.record({
  apart: fc.constantFrom(...APART),
  overlap: fc.constantFrom(0, 60, 3600),
  quiet: fc.constantFrom(60, 3600),
  origin: fc.oneof(fc.constant<Origin>("registered"), fc.constantFrom(...IMPORTED)),
  /** In how many seconds the previous secret of a line ends. */
  previousEnds: fc.constantFrom(null, 600, 3600),
  rotatesItself: process.env.ROTATION_MODEL_SELF ? fc.constant(true) : fc.boolean(),
});

describe.each(DATABASE_KINDS)("rotations at two gateways whose clocks are apart, on %s", (kind) => {
  let pair: Pair;

  haveTime();
  beforeAll(async () => {
    const clock = { now: Date.now(), apart: 0 };
    const first = await startTestGateway(kind, { clock: () => clock.now });
    const second = await startTestGateway(kind, { database: first.database, clock: () => clock.now + clock.apart });
    const organization = await first.organization();
    const { developer, owner } = organization;
    const tokens = { developer: developer.token ?? "", owner: owner.token ?? "" };
    pair = { clock, gateways: [first, second], organization, tokens, carried: await carrying(first) };
  });
  afterAll(async () => {
    const [first, second] = pair.gateways;
    await second.stop();
    await first.stop();
  });

  const seed = SEED === undefined ? SEEDS[kind] : Number(SEED);

  it(
    `go as the reference does, from seed ${seed}`,
    async () => {
      const sequence = fc.asyncProperty(settings, commands, lastStep, uses, async (how, all, last, use) => {
        const { apart, overlap, quiet, origin, previousEnds, rotatesItself } = how;
        pair.clock.apart = apart;
        const { now } = pair.clock;
        const previousEnd = previousEnds && now + previousEnds * 1000;
        const settings = {
          secretOverlapSeconds: overlap,
          secretQuietSeconds: quiet,
          selfRotationEnabled: rotatesItself,
        };
        const subject = await Subject.create(pair, settings, origin, previousEnd);
        const reference = new Reference(overlap, quiet, rotatesItself, origin, previousEnd, now);
        await fc.asyncModelRun(() => ({ model: reference, real: subject }), all);
        await last?.run(reference, subject);
        await compareAll(reference, subject, use);
      });
      await fc.assert(sequence, { seed, numRuns: RUNS });
    },
    3000 * RUNS,
  );
});
