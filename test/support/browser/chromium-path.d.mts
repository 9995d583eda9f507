/** Path of the browser that is driven: the one named in the environment or Debian's; undefined where there is none. */
export const CHROMIUM: string | undefined;
