interface Asked {
  gateway: { urls: string[] };
  token: string;
  after: string;
}

export function costs(
  asked: Asked,
  note: (query: string, error: Error) => void,
): Promise<Record<string, number | null>>;
