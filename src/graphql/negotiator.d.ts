/** The types of what is called; the library has none of its own. */
declare module "negotiator" {
  export default class Negotiator {
    constructor(request: { headers: { accept: string | undefined } });
    /** The preferred one of the available media types; undefined when none is acceptable. */
    mediaType<T extends string>(available: readonly T[]): T | undefined;
    /** The media types that are acceptable, as the header names them, the preferred ones first. */
    mediaTypes(): string[];
  }
}
