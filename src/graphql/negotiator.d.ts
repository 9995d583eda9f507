/** The library has no types of its own: what is called of it. */
declare module "negotiator" {
  export default class Negotiator {
    constructor(request: { headers: { accept: string | undefined } });
    /** The preferred one of the media types that are available; undefined when none is acceptable. */
    mediaType<T extends string>(available: readonly T[]): T | undefined;
  }
}
