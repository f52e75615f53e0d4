// autocannon carries no types; these are of what the benchmark reads.
declare module 'autocannon' {
  type Result = {
    requests: { average: number };
    latency: { p50: number; p99: number };
    non2xx: number;
    errors: number;
  };
  const autocannon: (options: { url: string; connections: number; duration: number }) => Promise<Result>;
  export = autocannon;
}
