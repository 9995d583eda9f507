// Plain JavaScript, because scripts drive it too.
import { existsSync } from "node:fs";

/** Debian's. The first one draws no window, nor keeps what belongs to one: it needs two thirds of the other's time. */
const DEBIANS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** Path of the browser that is driven: the one named in the environment or Debian's; undefined where there is none. */
export const CHROMIUM = [process.env.CHROMIUM, ...DEBIANS].find((path) => path && existsSync(path));
