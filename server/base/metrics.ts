import { collectDefaultMetrics, Registry } from 'prom-client';

export type Metrics = Registry;

/** A registry of its own per program, so that several can live in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app: 'vestnik' });
  collectDefaultMetrics({ register: registry });
  return registry;
}
