/** What one check may take, whichever function it is: memory in MiB, and how often it goes over it. */
export const MAX_MEMORY_MIB = 256;
export const MAX_PASSES = 10;
