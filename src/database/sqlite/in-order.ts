interface Work {
  isShared: boolean;
  begin(): void;
}

/**
 * Begins pieces of work in the order in which they came. Shared ones that follow each other run side by side; each
 * other one runs alone, after all before it.
 */
export class InOrder {
  private readonly waiting: Work[] = [];
  private running = 0;
  private isAlone = false;

  /** `begin` is called at once when nothing before it is in its way. When the work is done, `end` must be called. */
  add(isShared: boolean, begin: () => void): void {
    if (this.waiting.length === 0 && this.isFree(isShared)) this.begin(isShared, begin);
    else this.waiting.push({ isShared, begin });
  }

  end(): void {
    this.running -= 1;
    this.isAlone = false;
    for (let [next] = this.waiting; next && this.isFree(next.isShared); [next] = this.waiting) {
      this.waiting.shift();
      this.begin(next.isShared, next.begin);
    }
  }

  private isFree(isShared: boolean): boolean {
    return isShared ? !this.isAlone : this.running === 0;
  }

  private begin(isShared: boolean, begin: () => void): void {
    this.running += 1;
    this.isAlone = !isShared;
    begin();
  }
}
