import { work as get } from "./works/w1-get.mjs";
import { work as list } from "./works/w2-list.mjs";
import { work as rotate } from "./works/w3-rotate.mjs";
import { work as verify } from "./works/w4-verify.mjs";
import { work as token } from "./works/w5-token.mjs";
import { work as cloudflareRotate } from "./works/w6-cloudflare-rotate.mjs";

/** One file each: `name`, `title`, the `requests` to send, and what of an answer has to be the same everywhere. */
export const WORKS = [get, list, rotate, verify, token, cloudflareRotate];

/** What they are measured on. */
export const SIZE = { organizations: 100, applications: 100_000 };

/** What can be wanted; W7 is how the gateway's lists grow. */
export const WORK_NAMES = [...WORKS.map(({ name }) => name), "W7"];
