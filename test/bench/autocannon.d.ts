// autocannon carries no types; these are of what the benchmark reads.
declare module 'autocannon' {
  type Result = {
    requests: { average: number; total: number };
    latency: { p50: number; p99: number };
    duration: number;
    non2xx: number;
    errors: number;
  };
  type Request = { method: string; path: string; headers?: Record<string, string>; body?: string };
  type Instance = Promise<Result> & {
    on: (event: 'response', listener: (client: unknown, status: number, bytes: number, ms: number) => void) => void;
  };
  type Options = {
    url: string;
    connections: number;
    duration?: number;
    amount?: number;
    requests?: (Request & { setupRequest?: (request: Request) => Request })[];
  };
  const autocannon: (options: Options) => Instance;
  export = autocannon;
}
