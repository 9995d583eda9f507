export function valuesOf(typeName: string): string;
