import { Counter, collectDefaultMetrics, Registry } from 'prom-client';

export type Metrics = Registry;

/** A registry of its own per program, so that several can live in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app: 'vestnik' });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** What is counted: the same name always comes with the same labels. */
export type Counted = { name: string; help: string; labels: readonly string[] };

/** Adds to a counter of this process. */
export function count(
  metrics: Metrics,
  { name, help, labels: labelNames }: Counted,
  labels: Record<string, string>,
  by = 1,
): void {
  const known = metrics.getSingleMetric(name);
  const counter =
    known instanceof Counter
      ? known
      : new Counter({ name, help, labelNames, registers: [metrics] });
  counter.inc(labels, by);
}
