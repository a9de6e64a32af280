/** One number of a metric. */
export interface Sample {
  value: number
  labels: Readonly<Record<string, string | number>>
  /** The name of this line, where it is not that of the metric: histograms have three. */
  name?: string
}

/** A metric with all its numbers. */
export interface Metric {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  samples: readonly Sample[]
}

/** Writes metrics in the text format of Prometheus, version 0.0.4. A metric without numbers is left out. */
export function writeExposition(metrics: readonly Metric[]): string {
  const blocks = metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) => {
      const lines = samples.map((sample) => `${sample.name ?? name}${labelsOf(sample)} ${numberText(sample.value)}`)
      return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
    })
  return blocks.join('\n')
}

/** The format takes numbers as JavaScript writes them, but for the infinities. */
function numberText(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value)
  return value > 0 ? '+Inf' : '-Inf'
}

function labelsOf({ labels }: Sample): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeValue(String(value))}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

/** In the line of help a quote is a quote; in the value of a label it would end the value. */
function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function escapeValue(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"')
}
