type Gateway = 0 | 1;

/** What is promised whatever happens, judged only by what the gateways answer, without a reference. */
export class Promises {
  private readonly ended = new Set<number>();
  private readonly hadOne = new Set<Gateway>();
  /** A current secret that was used: nothing but a step ends it. */
  private held: number | undefined;

  /** Somebody's step has succeeded; `endsAll`: it says that no secret shall be left. */
  stepped(endsAll: boolean): void {
    this.held = undefined;
    if (endsAll) this.hadOne.clear();
  }

  /** A gateway shows which secrets work. */
  shown(gateway: Gateway, working: readonly number[]): void {
    demand(working.length <= 2, `${working.length} secrets work at once`);
    demand(working.length > 0 || !this.hadOne.has(gateway), "no secret works, and nobody said so");
    if (working.length > 0) this.hadOne.add(gateway);
    for (const n of working) if (this.ended.has(n)) demand(false, `time revived secret ${n}`);
  }

  /** A secret was let in. */
  accepted(n: number, isCurrent: boolean): void {
    demand(!this.ended.has(n), `secret ${n} was refused before, and works again`);
    if (isCurrent) this.held = n;
  }

  /** A secret was refused for what it is itself: its application has secrets and is enabled. */
  refused(n: number): void {
    demand(n !== this.held, `secret ${n} worked as the current one, and nobody stopped it`);
    this.ended.add(n);
  }
}

function demand(isKept: boolean, broken: string): void {
  if (!isKept) throw new Error(`A promise is broken: ${broken}.`);
}
