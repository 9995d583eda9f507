import type { Secret } from "./handover.js";
import { type Use, usesOf } from "./uses.js";

/** Where a use came from, in a sentence. What a client says of itself may be anything. */
export function SourceName({ use: { evidence, address, clientSoftware } }: { use: Use }) {
  if (evidence === "ASKER") return "somebody who asked another server";
  return (
    <>
      <bdi>{address ?? "an address that is not known"}</bdi>
      {clientSoftware && (
        <>
          {" "}
          (<bdi>{shortened(clientSoftware)}</bdi>)
        </>
      )}
    </>
  );
}

/** A name in a sentence is no longer than a line. */
export function shortened(name: string): string {
  const letters = [...name];
  return letters.length > 48 ? `${letters.slice(0, 47).join("")}…` : name;
}

/** "by 10.4.2.17 (export-job/2.3)": the last one, where the gateway says who that was. */
export function LastUser({ secret }: { secret: Secret }) {
  const [last] = usesOf(secret);
  return (
    last && (
      <>
        {" "}
        by <SourceName use={last} />
      </>
    )
  );
}
