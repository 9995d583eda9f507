/** The version of this gateway, as package.json has it. */
export const PRODUCT_VERSION = "0.8.0";
