import { readFileSync } from "node:fs";

/** Ticks of /proc/<pid>/stat, which Linux counts a hundred of a second. */
const MICROS_PER_TICK = 10_000;

/** User and system time of a process so far. */
export function cpuMicrosOf(pid) {
  const [user, system] = timesOf(pid);
  return (user + system) * MICROS_PER_TICK;
}

/** The same of a process and its children, those that ended and were waited for among them. */
export function cpuMicrosOfFamily(pid) {
  const ticks = timesOf(pid).reduce((sum, value) => sum + value, 0);
  return childrenOf(pid).reduce((sum, child) => sum + cpuMicrosOfMaybe(child), ticks * MICROS_PER_TICK);
}

/** Megabytes resident now, and at most so far. */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (field) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
  return { now: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}

/** Its own user and system ticks, and those of children that it waited for. */
function timesOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15)
    .map(Number);
}

function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
}

/** None of a process that has just ended: whoever waits for it has its time then. */
function cpuMicrosOfMaybe(pid) {
  try {
    return cpuMicrosOf(pid);
  } catch {
    return 0;
  }
}
