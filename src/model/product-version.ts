/** The version of this gateway, as package.json has it. */
export const PRODUCT_VERSION = "0.7.0";
