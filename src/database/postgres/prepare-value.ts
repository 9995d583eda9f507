/// <reference path="./pg-utils.d.ts" />
import utils from "pg/lib/utils.js";

/** A parameter's value as PostgreSQL's protocol takes it: a list is the text of an array. */
export const { prepareValue } = utils;
